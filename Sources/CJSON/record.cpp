#include "record.hpp"

extern "C" cjson_record_parser *cjson_record_parser_create(bool portable) {
#if defined(__x86_64__)
  if (!portable && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
      __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("popcnt")) {
    return make_haswell_record_parser();
  }
#endif
  return make_portable_record_parser();
}

extern "C" void cjson_record_parser_free(cjson_record_parser *parser) { delete parser; }

extern "C" cjson_status cjson_record_parse(cjson_record_parser *parser, const char *line, size_t count,
                                           cjson_field *wanted, size_t wanted_count, char *out, size_t *written,
                                           uint32_t *repeated) {
  return parser->parse(line, count, wanted, wanted_count, out, written, repeated);
}
