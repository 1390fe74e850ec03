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

#ifdef __cplusplus
}
#endif
