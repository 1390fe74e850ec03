#include "repair.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>

#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

// The encodings that UTF-8 is taken for, in the order in which they are tried. Bytes that a Windows encoding leaves
// out stand for the character of their own number, as in browsers.
constexpr const char *pageNames[QUERN_PAGE_COUNT] = {
    "ISO-8859-1",   "windows-1252", "windows-1251", "windows-1250", "windows-1253",
    "windows-1254", "windows-1257", "ISO-8859-2",   "macintosh",    "IBM437",
};
// Those of them that are built like Latin-1: letters where UTF-8 has its first bytes.
constexpr int latinLikePages = 7;

struct Tables {
  std::vector<uint16_t> characters = std::vector<uint16_t>(0x10000);
  std::vector<uint16_t> pageIndex = std::vector<uint16_t>(0x10000);
  std::vector<std::array<uint8_t, QUERN_PAGE_COUNT>> pageBytes;
  std::array<std::array<uint16_t, 128>, QUERN_PAGE_COUNT> pages;
  std::map<uint32_t, std::string> compatible;
};

void fillPage(std::array<uint16_t, 128> &page, const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(name, &status);
  if (U_FAILURE(status)) std::abort();  // ICU's data always holds these encodings
  for (int byte = 0x80; byte < 0x100; byte++) {
    const char source = static_cast<char>(byte);
    UChar target[4] = {};
    status = U_ZERO_ERROR;
    const int32_t length = ucnv_toUChars(converter, target, 4, &source, 1, &status);
    const bool assigned = U_SUCCESS(status) && length == 1 && target[0] != 0xFFFD &&
                          (target[0] == 0xF8FF || target[0] < 0xE000 || target[0] > 0xF8FF);
    page[byte - 0x80] = assigned ? target[0] : static_cast<uint16_t>(byte);
  }
  ucnv_close(converter);
  // Windows takes this byte of code page 437 for the sign and not for the Greek letter.
  for (uint16_t &character : page) {
    if (character == 0x3BC && page[0xE1 - 0x80] == 0xDF) character = 0xB5;
  }
}

void addPages(Tables &tables) {
  tables.pageBytes.push_back({});
  for (int page = 0; page < QUERN_PAGE_COUNT; page++) {
    fillPage(tables.pages[page], pageNames[page]);
    for (int byte = 0x80; byte < 0x100; byte++) {
      const uint16_t character = tables.pages[page][byte - 0x80];
      uint16_t &index = tables.pageIndex[character];
      if (index == 0) {
        index = static_cast<uint16_t>(tables.pageBytes.size());
        tables.pageBytes.push_back({});
      }
      tables.pageBytes[index][page] = static_cast<uint8_t>(byte);
    }
  }
}

icu::UnicodeSet set(const char *pattern) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeSet result(icu::UnicodeString::fromUTF8(pattern), status);
  if (U_FAILURE(status)) std::abort();  // the patterns are constants of this file
  return result;
}

template <typename Body>
void forEach(const icu::UnicodeSet &members, Body body) {
  for (int32_t range = 0; range < members.getRangeCount(); range++) {
    for (UChar32 c = members.getRangeStart(range); c <= members.getRangeEnd(range) && c < 0x10000; c++) body(c);
  }
}

void setClass(Tables &tables, const icu::UnicodeSet &members, uint16_t garble) {
  forEach(members, [&](UChar32 c) {
    tables.characters[c] = static_cast<uint16_t>((tables.characters[c] & ~QUERN_GARBLE_MASK) | garble);
  });
}

void setKind(Tables &tables, const char *pattern, uint16_t kind) {
  forEach(set(pattern), [&](UChar32 c) {
    tables.characters[c] = static_cast<uint16_t>((tables.characters[c] & ~(QUERN_REPAIR_MASK << QUERN_REPAIR_SHIFT)) |
                                                 kind << QUERN_REPAIR_SHIFT);
  });
}

// Marks the characters that stand for bytes of UTF-8 in the encodings built like Latin-1.
void addRoles(Tables &tables) {
  const icu::UnicodeSet frequent = set("[\\u0020\\u2013-\\u2015\\u2018-\\u201E\\u2022\\u2026]");
  for (int page = 0; page < latinLikePages; page++) {
    for (int byte = 0x80; byte < 0x100; byte++) {
      const uint16_t character = tables.pages[page][byte - 0x80];
      uint16_t role = 0;
      if (byte < 0xC0) {
        role = QUERN_ROLE_CONTINUATION;
        if (!frequent.contains(character)) role |= QUERN_ROLE_ODD_CONTINUATION;
      } else if (byte >= 0xC2 && byte < 0xE0) {
        role = QUERN_ROLE_LEAD_2;
      } else if (byte >= 0xE0 && byte < 0xF0) {
        role = QUERN_ROLE_LEAD_3;
      } else if (byte == 0xF0 || byte == 0xF3) {
        role = QUERN_ROLE_LEAD_4;
      }
      tables.characters[character] |= role;
    }
  }
  tables.characters[' '] |= QUERN_ROLE_CONTINUATION;
}

// The classes follow general categories among the characters that the encodings have; an accented letter counts only
// where it can stand for a byte that UTF-8 uses.
void addGarbleClasses(Tables &tables) {
  icu::UnicodeSet all, used;
  for (int page = 0; page < QUERN_PAGE_COUNT; page++) {
    for (int byte = 0x80; byte < 0x100; byte++) {
      all.add(tables.pages[page][byte - 0x80]);
      // In Latin-1 itself, all letters up to "n" with a tilde: frequent ones that UTF-8 does not use are among them.
      const bool isUsed = byte <= (page == 0 ? 0xF1 : 0xF0) ? byte < 0xC0 || byte >= 0xC2 || page == 0 : byte == 0xF3;
      if (page <= latinLikePages && isUsed) used.add(tables.pages[page][byte - 0x80]);
    }
  }
  const auto among = [](const icu::UnicodeSet &within, const char *pattern) {
    icu::UnicodeSet result = set(pattern);
    result.retainAll(within);
    return result;
  };
  setClass(tables, set("[[:L:][:N:]]"), QUERN_GARBLE_WORD);
  setClass(tables, set("[a-z]"), QUERN_GARBLE_ASCII_LOWER);
  setClass(tables, set("[A-Z]"), QUERN_GARBLE_ASCII_UPPER);
  setClass(tables, set("[0-9_]"), QUERN_GARBLE_ASCII_WORD);
  setClass(tables, set("[[:White_Space:]\\u001C-\\u001F]"), QUERN_GARBLE_SPACE);
  setClass(tables, set("[\\u0020]"), QUERN_GARBLE_BLANK);
  setClass(tables, set("[.,?!]"), QUERN_GARBLE_STOP);
  setClass(tables, set("[\\u00A0\\u00AD\\u00B7\\u00B4\\u2013-\\u2015\\u2019\\u2026]"), QUERN_GARBLE_COMMON);
  setClass(tables, set("[\\u0080-\\u009F]"), QUERN_GARBLE_C1);
  setClass(tables, among(all, "[[:Sc:]-[\\u00A4]]"), QUERN_GARBLE_CURRENCY);
  setClass(tables, among(all, "[[:Pi:][:Ps:]\\u00A1\\u00A9\\u00BF\\u0384\\u0385\\u2022\\uF8FF]"),
           QUERN_GARBLE_OPENING);
  setClass(tables, among(all, "[[[:Pf:]-[\\u2019]]\\u00AE\\u02DD\\u2122]"), QUERN_GARBLE_CLOSING);
  setClass(tables, among(all, "[[[:No:][:Sm:]\\u00B5\\u2116]-[\\u00AC\\u2219\\u2320\\u2321]]"), QUERN_GARBLE_NUMERIC);
  setClass(tables, set("[\\u00A7\\u00B6]"), QUERN_GARBLE_LAW);
  setClass(tables, among(all, "[[\\u2500-\\u259F]-[\\u2500\\u2514\\u2534]]"), QUERN_GARBLE_BOX);
  setClass(tables,
           among(all, "[[[:Sk:]\\u02B0-\\u02FF\\u0192\\u00A4\\u00A6\\u00AA\\u00AC\\u00BA\\u2020\\u2021\\u2030\\u2310"
                      "\\u25CA]-[\\u00B4\\u02D9\\u02DA\\u02DD\\u0384\\u0385]]"),
           QUERN_GARBLE_BAD);
  setClass(tables, set("[\\uFFFD]"), QUERN_GARBLE_BAD);

  setClass(tables, among(used, "[[:Lu:]&[:sc=Latn:]-[\\u0000-\\u007F\\u0156]]"), QUERN_GARBLE_UPPER);
  setClass(tables, among(used, "[[[:Ll:]&[:sc=Latn:]]-[\\u0000-\\u007F\\u0157\\u0192]]"), QUERN_GARBLE_LOWER);
  setClass(tables, set("[\\uFB01\\uFB02]"), QUERN_GARBLE_LOWER);
  setClass(tables, set("[\\u0490]"), QUERN_GARBLE_UPPER);
  setClass(tables, set("[\\u0491]"), QUERN_GARBLE_LOWER);
  // Of the letters that also make faces, these count as accented letters, the others do not.
  setClass(tables, among(used, "[\\u00D2-\\u00D6\\u00D9-\\u00DB\\u00F2-\\u00F6\\u00F8-\\u00FB\\u0150\\u014C\\u016A"
                               "\\u0172]"),
           QUERN_GARBLE_FACE);
  setClass(tables, set("[\\u00B0\\u00F2\\u00F4-\\u00F6\\u00F9-\\u00FB]"), QUERN_GARBLE_FACE);
  setClass(tables, set("[\\u00DC]"), QUERN_GARBLE_UPPER_FACE);
  setClass(tables, set("[\\u00FC]"), QUERN_GARBLE_LOWER_FACE);
  setClass(tables, set("[\\u0152]"), QUERN_GARBLE_UPPER_LIGATURE);
  setClass(tables, set("[\\u0153]"), QUERN_GARBLE_LOWER_LIGATURE);
  // Greek and Cyrillic letters.
  setClass(tables, set("[\\u0391-\\u03A9\\u0386\\u0388-\\u038A\\u038C\\u038E\\u038F\\u03AA\\u03AB\\u0401-\\u042F"
                       "\\u00DE]"),
           QUERN_GARBLE_FOREIGN_UPPER);
  setClass(tables, set("[\\u03B1-\\u03C9\\u03AC-\\u03AF\\u03B0\\u0430-\\u045F]"), QUERN_GARBLE_FOREIGN_LOWER);
  setClass(tables, set("[\\u0402]"), QUERN_GARBLE_DJE);
}

void addKinds(Tables &tables) {
  setKind(tables, "[[\\u0000-\\u001F\\u007F-\\u009F]-[\\u0009\\u000A]]", QUERN_REPAIR_CONTROL);
  setKind(tables, "[\\u206A-\\u206F\\uFFF9-\\uFFFC\\uFDD0-\\uFDEF\\uFFFE\\uFFFF]", QUERN_REPAIR_CONTROL);
  setKind(tables, "[\\u000B-\\u000D\\u0085\\u2028\\u2029]", QUERN_REPAIR_LINE_END);
  // Hangul fillers and the Mongolian vowel separator are invisible letters.
  setKind(tables, "[\\u00AD\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180E\\u200B\\u2060-\\u2065\\u3164\\uFEFF\\uFFA0]",
          QUERN_REPAIR_ZERO_WIDTH);
  setKind(tables, "[\\u200C\\u200D]", QUERN_REPAIR_JOINER);
  setKind(tables, "[\\uFE00-\\uFE0F]", QUERN_REPAIR_VARIATION);
  setKind(tables, "[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]", QUERN_REPAIR_BIDI);
  setKind(tables, "[\\uE000-\\uF8FF]", QUERN_REPAIR_PRIVATE_USE);
  setKind(tables, "[\\uFFFD]", QUERN_REPAIR_REPLACEMENT);
  setKind(tables, "[[:Zs:]-[\\u0020]]", QUERN_REPAIR_SPACE);
  setKind(tables, "[\\u02BC\\u2018-\\u201B]", QUERN_REPAIR_SINGLE_QUOTE);
  setKind(tables, "[\\u201C-\\u201F]", QUERN_REPAIR_DOUBLE_QUOTE);

  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *nfkc = icu::Normalizer2::getNFKCInstance(status);
  if (U_FAILURE(status)) std::abort();  // part of ICU's data
  const auto addCompatible = [&](const char *pattern, uint16_t kind) {
    forEach(set(pattern), [&](UChar32 c) {
      icu::UnicodeString target;
      if (!nfkc->getDecomposition(c, target) || tables.characters[c] >> QUERN_REPAIR_SHIFT & QUERN_REPAIR_MASK) return;
      status = U_ZERO_ERROR;
      target = nfkc->normalize(target, status);
      std::string text;
      target.toUTF8String(text);
      tables.compatible[static_cast<uint32_t>(c)] = text;
      tables.characters[c] |= static_cast<uint16_t>(kind << QUERN_REPAIR_SHIFT);
    });
  };
  addCompatible("[[:sc=Latn:]&[:dt=compat:]&[\\u0130-\\u01F3\\uFB00-\\uFB06]-[\\u013F\\u0140\\u017F]]",
                QUERN_REPAIR_LIGATURE);
  addCompatible("[\\uFF01-\\uFFEF]", QUERN_REPAIR_WIDTH);
}

Tables makeTables() {
  Tables tables;
  addPages(tables);
  addGarbleClasses(tables);
  addRoles(tables);
  addKinds(tables);
  forEach(set("[[:scx=Arab:][:scx=Syrc:][:scx=Mong:][:scx=Nkoo:][:scx=Deva:][:scx=Beng:][:scx=Guru:][:scx=Gujr:]"
              "[:scx=Orya:][:scx=Taml:][:scx=Telu:][:scx=Knda:][:scx=Mlym:][:scx=Sinh:][:scx=Khmr:][:scx=Mymr:]"
              "[:scx=Tibt:][:Extended_Pictographic:]\\uFE0F]"),
          [&](UChar32 c) { tables.characters[c] |= QUERN_JOINS; });
  forEach(set("[:sc=Hani:]"), [&](UChar32 c) { tables.characters[c] |= QUERN_IS_HAN; });
  return tables;
}

const Tables &tables() {
  static const Tables shared = makeTables();
  return shared;
}

}  // namespace

quern_repair_tables quern_repair_tables_get() {
  const Tables &all = tables();
  return {all.characters.data(), all.pageIndex.data(),
          all.pageBytes.front().data(), all.pages.front().data()};
}

const char *quern_compatible_text(uint32_t codePoint) {
  const auto found = tables().compatible.find(codePoint);
  return found == tables().compatible.end() ? nullptr : found->second.c_str();
}

struct quern_simplifier {
  std::unique_ptr<icu::Transliterator> rules;
};

const char *quern_simplifier_open(quern_simplifier **out) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> rules(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  if (U_FAILURE(status)) return u_errorName(status);
  *out = new quern_simplifier{std::move(rules)};
  return nullptr;
}

void quern_simplifier_close(quern_simplifier *simplifier) { delete simplifier; }

size_t quern_simplify(quern_simplifier *simplifier, const uint32_t *text, size_t count, uint32_t *out, size_t room) {
  icu::UnicodeString line = icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32 *>(text),
                                                          static_cast<int32_t>(count));
  simplifier->rules->transliterate(line);
  size_t written = 0;
  for (int32_t i = 0; i < line.length(); written++) {
    const UChar32 c = line.char32At(i);
    if (written < room) out[written] = static_cast<uint32_t>(c);
    i += U16_LENGTH(c);
  }
  return written;
}
