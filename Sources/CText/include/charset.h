// Guessing the encoding of text files and decoding them, with ICU.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Guesses the encoding of `text` from its bytes. `*name` is ICU's name of it (static), or null when ICU has no guess;
// `*confidence` goes from 0 to 100. Returns null, or the name of ICU's error.
const char *quern_charset_guess(const uint8_t *text, size_t count, const char **name, int32_t *confidence);

// ICU's own name of an encoding, as it is known by any name; null when it is unknown. Static.
const char *quern_charset_name(const char *name);

// The number of bytes at the start of `text` that are well-formed UTF-8.
size_t quern_utf8_prefix(const uint8_t *text, size_t count);

// A decoder to UTF-8, for one text at a time.
typedef struct quern_decoder quern_decoder;

// Returns null and a decoder, to be given to quern_decoder_close; or the name of ICU's error.
const char *quern_decoder_open(const char *name, quern_decoder **out);
void quern_decoder_close(quern_decoder *decoder);

// Decodes the next bytes of a text. `*used` bytes were taken and `*written` bytes of UTF-8 are at `out`; more remain
// where `*used < count` or `*written` comes near `room`, which must be 64 or more. Bytes that mean nothing become
// U+FFFD and are counted in `*malformed`. `is_last` says that the text ends with these bytes; it is all written when
// the call returns 1. Returns 0 while there is more to do.
int quern_decode(quern_decoder *decoder, const uint8_t *bytes, size_t count, int is_last, size_t *used, uint8_t *out,
                 size_t room, size_t *written, size_t *malformed);

#ifdef __cplusplus
}
#endif
