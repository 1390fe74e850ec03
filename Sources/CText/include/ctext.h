// Text work that needs ICU's C++ interface, behind plain C. All text is UTF-8; ill-formed input is memory-safe, and its
// result is unspecified.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum quern_form { QUERN_NFC, QUERN_NFKC, QUERN_NFD, QUERN_NFKD } quern_form;

// Normalises `text`. When it is normalised already, `*changed` is 0 and nothing is written. Otherwise `*changed` is 1
// and `*needed` is the length of the result, of which the first `room` bytes are at `out`: when `*needed > room`, call
// again with that much room. Linear in `count`, also for long runs of combining marks.
// Returns null, or the name of ICU's error.
const char *quern_normalize(quern_form form, const uint8_t *text, size_t count, uint8_t *out, size_t room,
                            size_t *needed, int *changed);

// A stretch of a text: how long it is before and after normalising, in bytes, and whether it differs.
typedef struct quern_edit {
  size_t before;
  size_t after;
  int changes;
} quern_edit;

// As quern_normalize, with the stretches as quern_normalize_frozen gives them.
const char *quern_normalize_edits(quern_form form, const uint8_t *text, size_t count, uint8_t *out, size_t room,
                                  size_t *needed, int *changed, quern_edit *edits, size_t edit_room,
                                  size_t *edit_count);

// The same with the characters of Unicode 9.0 alone: younger ones are neither composed, decomposed nor moved. Since
// Unicode keeps the normalisation of assigned characters, the result does not depend on the version of ICU.
// Where `edit_count` is not null, it gets the number of stretches that the text consists of, and the first `edit_room`
// of them are at `edits`; there are none when `*changed` is 0.
const char *quern_normalize_frozen(quern_form form, const uint8_t *text, size_t count, uint8_t *out, size_t room,
                                   size_t *needed, int *changed, quern_edit *edits, size_t edit_room,
                                   size_t *edit_count);

// The version of the ICU library in use, and of the Unicode data inside it; both static.
const char *quern_icu_version(void);
const char *quern_icu_unicode_version(void);

#ifdef __cplusplus
}
#endif
