#include "repair.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <string>
#include <string_view>
#include <unordered_map>

namespace {

struct Entity {
  const char *name;
  const char *text;
};

constexpr Entity entities[] = {
#include "entities.inc"
};

using Names = std::unordered_map<std::string, std::string>;

// Names in capitals throughout come from texts that were put into capitals as a whole; where they are no names
// themselves, they stand for the capital of what the name in small letters means.
Names makeNames() {
  Names names;
  for (const Entity &entity : entities) names.emplace(entity.name, entity.text);
  for (const Entity &entity : entities) {
    std::string capitals(entity.name);
    bool isSmall = true;
    for (char &letter : capitals) {
      isSmall = isSmall && !(letter >= 'A' && letter <= 'Z');
      if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 0x20);
    }
    if (!isSmall || names.count(capitals) > 0) continue;
    std::string text;
    icu::UnicodeString::fromUTF8(entity.text).toUpper(icu::Locale::getRoot()).toUTF8String(text);
    names.emplace(capitals, text);
  }
  return names;
}

}  // namespace

const char *quern_entity(const uint8_t *name, size_t length) {
  static const Names names = makeNames();
  const auto found = names.find(std::string(reinterpret_cast<const char *>(name), length));
  return found == names.end() ? nullptr : found->second.c_str();
}
