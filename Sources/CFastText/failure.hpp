// What was thrown, in words.
#pragma once
#include <cstddef>
#include <cstdio>
#include <exception>
#include <new>

// To be called while an exception is handled. Returns `message`.
inline const char *explain_exception(char *message, size_t room) {
  try {
    throw;
  } catch (const std::bad_alloc &) {
    std::snprintf(message, room, "out of memory");
  } catch (const std::exception &error) {
    std::snprintf(message, room, "%s", error.what());
  } catch (...) {
    std::snprintf(message, room, "libfasttext failed");
  }
  return message;
}
