#include "charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/ucsdet.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <climits>
#include <cstring>
#include <memory>

namespace {

struct CloseConverter {
  void operator()(UConverter *converter) const { ucnv_close(converter); }
};

void countMalformed(const void *context, UConverterToUnicodeArgs *args, const char *units, int32_t length,
                    UConverterCallbackReason reason, UErrorCode *status) {
  if (reason <= UCNV_IRREGULAR) ++*static_cast<size_t *>(const_cast<void *>(context));
  UCNV_TO_U_CALLBACK_SUBSTITUTE(nullptr, args, units, length, reason, status);
}

}  // namespace

struct quern_decoder {
  std::unique_ptr<UConverter, CloseConverter> from, to;
  size_t malformed = 0;
  UChar pivot[2048];
  UChar *pivotSource = pivot, *pivotTarget = pivot;
};

const char *quern_charset_guess(const uint8_t *text, size_t count, const char **name, int32_t *confidence) {
  *name = nullptr;
  *confidence = 0;
  UErrorCode status = U_ZERO_ERROR;
  UCharsetDetector *detector = ucsdet_open(&status);
  const int32_t length = static_cast<int32_t>(std::min<size_t>(count, INT_MAX));
  ucsdet_setText(detector, reinterpret_cast<const char *>(text), length, &status);
  const UCharsetMatch *match = ucsdet_detect(detector, &status);
  if (U_SUCCESS(status) && match != nullptr) {
    *name = quern_charset_name(ucsdet_getName(match, &status));
    *confidence = ucsdet_getConfidence(match, &status);
  }
  ucsdet_close(detector);
  return U_FAILURE(status) ? u_errorName(status) : nullptr;
}

const char *quern_charset_name(const char *name) {
  for (const char *standard : {"MIME", "IANA"}) {
    UErrorCode status = U_ZERO_ERROR;
    const char *known = ucnv_getStandardName(name, standard, &status);
    if (U_SUCCESS(status) && known != nullptr) return known;
  }
  UErrorCode status = U_ZERO_ERROR;
  const char *known = ucnv_getAlias(name, 0, &status);
  return U_SUCCESS(status) ? known : nullptr;
}

size_t quern_utf8_prefix(const uint8_t *text, size_t count) {
  for (size_t i = 0; i < count;) {
    uint64_t eight;
    if (i + sizeof eight <= count && (std::memcpy(&eight, text + i, sizeof eight), (eight & 0x8080808080808080) == 0)) {
      i += sizeof eight;
      continue;
    }
    // ICU counts in 32 bits, and no character has more than four bytes.
    const int32_t length = static_cast<int32_t>(std::min<size_t>(count - i, 4));
    int32_t next = 0;
    UChar32 codePoint;
    U8_NEXT(text + i, next, length, codePoint);
    if (codePoint < 0) return i;
    i += static_cast<size_t>(next);
  }
  return count;
}

const char *quern_decoder_open(const char *name, quern_decoder **out) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<quern_decoder> decoder(new quern_decoder);
  decoder->from.reset(ucnv_open(name, &status));
  decoder->to.reset(ucnv_open("UTF-8", &status));
  if (U_SUCCESS(status)) {
    ucnv_setToUCallBack(decoder->from.get(), countMalformed, &decoder->malformed, nullptr, nullptr, &status);
  }
  if (U_FAILURE(status)) return u_errorName(status);
  *out = decoder.release();
  return nullptr;
}

void quern_decoder_close(quern_decoder *decoder) { delete decoder; }

int quern_decode(quern_decoder *decoder, const uint8_t *bytes, size_t count, int is_last, size_t *used, uint8_t *out,
                 size_t room, size_t *written, size_t *malformed) {
  const char *source = reinterpret_cast<const char *>(bytes);
  char *target = reinterpret_cast<char *>(out);
  UErrorCode status = U_ZERO_ERROR;
  ucnv_convertEx(decoder->to.get(), decoder->from.get(), &target, target + room, &source, source + count,
                 decoder->pivot, &decoder->pivotSource, &decoder->pivotTarget, decoder->pivot + 2048, false, is_last,
                 &status);
  *used = static_cast<size_t>(source - reinterpret_cast<const char *>(bytes));
  *written = static_cast<size_t>(target - reinterpret_cast<char *>(out));
  *malformed = decoder->malformed;
  return status != U_BUFFER_OVERFLOW_ERROR;
}
