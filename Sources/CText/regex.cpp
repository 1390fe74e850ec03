#include "regex.h"

#include <unicode/uregex.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include <ctime>
#include <string>
#include <vector>

struct quern_regex {
  URegularExpression *expression;
};

struct quern_matcher {
  URegularExpression *expression;
  std::u16string text;
  std::vector<size_t> ranges;
  // Where the search must be over, in seconds of the thread's processor time.
  double deadline;
};

namespace {

constexpr int32_t stackLimit = 256 << 20;
// ICU counts a unit for 10,000 saved states.
constexpr int32_t timeLimit = 20000;
constexpr double secondsLimit = 120;

double threadSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// ICU asks after each place at which the expression does not match; the clock is looked at now and then.
UBool mayGoOn(const void *context, int64_t place) {
  if ((place & 0xfff) != 0) return true;
  return threadSeconds() < static_cast<const quern_matcher *>(context)->deadline;
}

UBool mayMatchOn(const void *context, int32_t) {
  return threadSeconds() < static_cast<const quern_matcher *>(context)->deadline;
}

void convert(const uint8_t *text, int32_t length, std::u16string &out) {
  out.resize(static_cast<size_t>(length));
  char16_t *units = out.data();
  size_t written = 0;
  for (int32_t at = 0; at < length;) {
    if (text[at] < 0x80) {
      units[written++] = text[at++];
      continue;
    }
    const int32_t start = at;
    UChar32 codePoint;
    U8_NEXT(text, at, length, codePoint);
    if (codePoint < 0) {
      at = start + 1;
      units[written++] = static_cast<char16_t>(0xdc00 | text[start]);
    } else if (codePoint < 0x10000) {
      units[written++] = static_cast<char16_t>(codePoint);
    } else {
      units[written++] = U16_LEAD(codePoint);
      units[written++] = U16_TRAIL(codePoint);
    }
  }
  out.resize(written);
}

// A place in the text, as bytes and as UTF-16 units; moves forward only.
struct Place {
  const char16_t *units;
  int32_t unit = 0;
  size_t byte = 0;

  size_t byteAt(int32_t wanted) {
    while (unit < wanted) {
      const char16_t value = units[unit++];
      if (value < 0x80) {
        byte += 1;
      } else if (value < 0x800) {
        byte += 2;
      } else if (U16_IS_LEAD(value)) {
        unit++;
        byte += 4;
      } else {
        byte += U16_IS_TRAIL(value) ? 1 : 3;
      }
    }
    return byte;
  }
};

}  // namespace

const char *quern_regex_compile(const uint8_t *pattern, size_t count, quern_regex **out) {
  *out = nullptr;
  if (count > INT32_MAX) return u_errorName(U_BUFFER_OVERFLOW_ERROR);
  std::u16string units;
  convert(pattern, static_cast<int32_t>(count), units);
  UErrorCode status = U_ZERO_ERROR;
  UParseError where;
  URegularExpression *expression = uregex_open(units.data(), static_cast<int32_t>(units.size()), 0, &where, &status);
  if (U_FAILURE(status)) return u_errorName(status);
  *out = new quern_regex{expression};
  return nullptr;
}

void quern_regex_close(quern_regex *regex) {
  uregex_close(regex->expression);
  delete regex;
}

const char *quern_matcher_open(const quern_regex *regex, quern_matcher **out) {
  *out = nullptr;
  UErrorCode status = U_ZERO_ERROR;
  URegularExpression *expression = uregex_clone(regex->expression, &status);
  if (U_FAILURE(status)) return u_errorName(status);
  auto *matcher = new quern_matcher{expression, {}, {}, 0};
  uregex_setStackLimit(expression, stackLimit, &status);
  uregex_setTimeLimit(expression, timeLimit, &status);
  uregex_setFindProgressCallback(expression, mayGoOn, matcher, &status);
  uregex_setMatchCallback(expression, mayMatchOn, matcher, &status);
  if (U_FAILURE(status)) {
    quern_matcher_close(matcher);
    return u_errorName(status);
  }
  *out = matcher;
  return nullptr;
}

void quern_matcher_close(quern_matcher *matcher) {
  uregex_close(matcher->expression);
  delete matcher;
}

const char *quern_matcher_find(quern_matcher *matcher, const uint8_t *text, size_t length,
                               const size_t **ranges, size_t *count) {
  *count = 0;
  matcher->ranges.clear();
  if (length > INT32_MAX) return u_errorName(U_BUFFER_OVERFLOW_ERROR);
  convert(text, static_cast<int32_t>(length), matcher->text);
  const char16_t *units = matcher->text.data();
  const int32_t end = static_cast<int32_t>(matcher->text.size());
  URegularExpression *expression = matcher->expression;
  matcher->deadline = threadSeconds() + secondsLimit;
  UErrorCode status = U_ZERO_ERROR;
  uregex_setText(expression, units, end, &status);
  Place place{units};
  int32_t from = 0;
  int32_t lastEnd = -1;
  while (from <= end && uregex_find(expression, from, &status)) {
    const int32_t matchStart = uregex_start(expression, 0, &status);
    const int32_t matchEnd = uregex_end(expression, 0, &status);
    if (U_FAILURE(status)) break;
    from = matchEnd;
    if (matchStart == matchEnd) {
      if (from < end) {
        U16_FWD_1(units, from, end);
      } else {
        from = end + 1;
      }
      if (matchEnd == lastEnd) continue;
    }
    lastEnd = matchEnd;
    matcher->ranges.push_back(place.byteAt(matchStart));
    matcher->ranges.push_back(place.byteAt(matchEnd));
  }
  if (U_FAILURE(status)) return u_errorName(status);
  *ranges = matcher->ranges.data();
  *count = matcher->ranges.size() / 2;
  return nullptr;
}
