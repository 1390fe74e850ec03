// Codes of languages.
#pragma once
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

// Writes the three-letter code of the language that `code` names, ending in a zero byte: eng for en, eng and eng_Latn,
// zho for zh, zho and cmn. Languages that ICU's data counts as another one get that one's code. An empty text for a
// code that ICU does not know.
void quern_language_code(const char *code, char out[4]);

#ifdef __cplusplus
}
#endif
