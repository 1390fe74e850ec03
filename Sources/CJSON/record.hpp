// What the record parser's two builds (vector code and portable) have in common.
#pragma once
#include "cjson.h"

struct cjson_record_parser {
  virtual ~cjson_record_parser() = default;
  virtual cjson_status parse(const char *line, size_t count, cjson_field *wanted, size_t wanted_count, char *out,
                             size_t *written, uint32_t *repeated) = 0;
};

cjson_record_parser *make_portable_record_parser();
#if defined(__x86_64__)
cjson_record_parser *make_haswell_record_parser();
#endif
