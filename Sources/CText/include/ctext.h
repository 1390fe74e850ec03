// Text work that needs ICU's C++ interface, behind plain C. All text is UTF-8; ill-formed input is memory-safe, and its
// result is unspecified.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum quern_form { QUERN_NFC, QUERN_NFKC } quern_form;

// Normalises `text`. When it is normalised already, `*changed` is 0 and nothing is written. Otherwise `*changed` is 1
// and `*needed` is the length of the result, of which the first `room` bytes are at `out`: when `*needed > room`, call
// again with that much room. Linear in `count`, also for long runs of combining marks.
// Returns null, or the name of ICU's error.
const char *quern_normalize(quern_form form, const uint8_t *text, size_t count, uint8_t *out, size_t room,
                            size_t *needed, int *changed);

// The version of the ICU library in use, and of the Unicode data inside it; both static.
const char *quern_icu_version(void);
const char *quern_icu_unicode_version(void);

#ifdef __cplusplus
}
#endif
