#include "languages.h"

#include <unicode/locid.h>

#include <cstring>

void quern_language_code(const char *code, char out[4]) {
  // The canonical form knows what encompasses a language; a code of its own stays as it is.
  const icu::Locale locale = icu::Locale::createCanonical(code);
  const char *found = locale.isBogus() ? "" : locale.getISO3Language();
  std::strncpy(out, found, 3);
  out[3] = 0;
}
