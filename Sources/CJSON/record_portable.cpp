// The record parser for any processor of the architecture.
#if defined(__x86_64__)
#define SIMDJSON_BUILTIN_IMPLEMENTATION fallback
#endif
#define QUERN_TARGET_BEGIN
#define QUERN_TARGET_END
#define QUERN_MAKE_PARSER make_portable_record_parser
#include "record.inc"
