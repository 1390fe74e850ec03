// The record parser for x86-64 processors with AVX2.
#if defined(__x86_64__)
#define SIMDJSON_BUILTIN_IMPLEMENTATION haswell
#define QUERN_TARGET_BEGIN SIMDJSON_TARGET_REGION("avx2,bmi,pclmul,lzcnt,popcnt")
#define QUERN_TARGET_END SIMDJSON_UNTARGET_REGION
#define QUERN_MAKE_PARSER make_haswell_record_parser
#include "record.inc"
#endif
