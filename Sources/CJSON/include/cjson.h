// simdjson behind plain C: whole documents as a flat list of nodes, and one JSON Lines record at a time.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// ---- Whole documents -------------------------------------------------------------------------------------------

enum cjson_kind {
  CJSON_NULL,
  CJSON_FALSE,
  CJSON_TRUE,
  CJSON_INT,     // value.integer
  CJSON_UINT,    // value.natural, above INT64_MAX
  CJSON_DOUBLE,  // value.real
  CJSON_STRING,  // value.string, size bytes
  CJSON_ARRAY,   // size elements follow
  CJSON_OBJECT,  // size members follow: a CJSON_STRING node, then the value
};

struct cjson_node {
  uint32_t kind;
  uint32_t next;  // index of the node after this one and everything inside it
  uint64_t size;
  union {
    int64_t integer;
    uint64_t natural;
    double real;
    const char *string;
  } value;
};

typedef struct cjson_document cjson_document;

// Parses `count` bytes; never NULL. The bytes are copied.
cjson_document *cjson_document_parse(const char *bytes, size_t count);
void cjson_document_free(cjson_document *document);
// NULL when the document is sound, else what is wrong with it.
const char *cjson_document_error(const cjson_document *document);
// The nodes in document order; the first is the root.
const struct cjson_node *cjson_document_nodes(const cjson_document *document, size_t *count);

// ---- Records: one line of JSON Lines -----------------------------------------------------------------------------

enum cjson_status {
  CJSON_OK,
  CJSON_NOT_JSON,      // against the grammar, or something follows the closing brace
  CJSON_NOT_OBJECT,    // a JSON value, but not an object
  CJSON_INVALID_UTF8,
  CJSON_BAD_ESCAPE,    // an escape that stands for no character: half of a surrogate pair
  CJSON_TOO_DEEP,      // nested deeper than CJSON_MAX_DEPTH
};

#define CJSON_MAX_DEPTH 512

// One wanted field of a record.
struct cjson_field {
  const char *name;
  size_t name_size;
  // Filled in by the parser:
  uint32_t kind;        // enum cjson_kind; numbers are CJSON_DOUBLE whatever their form
  bool found;
  size_t start, end;    // the value in the line, quotation marks included
  size_t data, size;    // strings: the unescaped bytes, as an offset from `out`
};

typedef struct cjson_record_parser cjson_record_parser;

// A parser to be used by one thread at a time. With `portable` it uses no vector code (tests compare both).
cjson_record_parser *cjson_record_parser_create(bool portable);
void cjson_record_parser_free(cjson_record_parser *parser);

// Parses the `count` bytes at `line`, which must be followed by at least 64 readable bytes. Every key is unescaped and
// every value is checked against the JSON grammar; of repeated keys the last wins and `*repeated` is raised by one for
// each repetition at the top level. Wanted strings are unescaped into `out`, which needs room for count + 64 bytes;
// `*written` says how much of it was used.
enum cjson_status cjson_record_parse(cjson_record_parser *parser, const char *line, size_t count,
                                     struct cjson_field *wanted, size_t wanted_count, char *out, size_t *written,
                                     uint32_t *repeated);

#ifdef __cplusplus
}
#endif
