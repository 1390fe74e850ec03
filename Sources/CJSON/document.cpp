#include "cjson.h"

#include <simdjson.h>
#include <string>
#include <vector>

namespace dom = simdjson::dom;

struct cjson_document {
  dom::parser parser;
  std::vector<cjson_node> nodes;
  std::string error;

  void add(dom::element element);
};

// The parser refuses documents nested deeper than 1,024, which bounds this recursion.
void cjson_document::add(dom::element element) {
  const size_t at = nodes.size();
  nodes.push_back(cjson_node{});
  cjson_node node{};
  switch (element.type()) {
  case dom::element_type::NULL_VALUE: node.kind = CJSON_NULL; break;
  case dom::element_type::BOOL: node.kind = element.get_bool().value_unsafe() ? CJSON_TRUE : CJSON_FALSE; break;
  case dom::element_type::INT64:
    node.kind = CJSON_INT;
    node.value.integer = element.get_int64().value_unsafe();
    break;
  case dom::element_type::UINT64:
    node.kind = CJSON_UINT;
    node.value.natural = element.get_uint64().value_unsafe();
    break;
  case dom::element_type::DOUBLE:
    node.kind = CJSON_DOUBLE;
    node.value.real = element.get_double().value_unsafe();
    break;
  case dom::element_type::STRING: {
    node.kind = CJSON_STRING;
    const std::string_view text = element.get_string().value_unsafe();
    node.value.string = text.data();
    node.size = text.size();
    break;
  }
  case dom::element_type::ARRAY: {
    node.kind = CJSON_ARRAY;
    const dom::array array = element.get_array().value_unsafe();
    for (dom::element child : array) {
      add(child);
      node.size++;
    }
    break;
  }
  case dom::element_type::OBJECT: {
    node.kind = CJSON_OBJECT;
    const dom::object object = element.get_object().value_unsafe();
    for (dom::key_value_pair member : object) {
      cjson_node key{};
      key.kind = CJSON_STRING;
      key.value.string = member.key.data();
      key.size = member.key.size();
      key.next = static_cast<uint32_t>(nodes.size() + 1);
      nodes.push_back(key);
      add(member.value);
      node.size++;
    }
    break;
  }
  }
  node.next = static_cast<uint32_t>(nodes.size());
  nodes[at] = node;
}

extern "C" cjson_document *cjson_document_parse(const char *bytes, size_t count) {
  auto *document = new cjson_document();
  dom::element root;
  const auto error = document->parser.parse(bytes, count, true).get(root);
  if (error) document->error = simdjson::error_message(error);
  else document->add(root);
  return document;
}

extern "C" void cjson_document_free(cjson_document *document) { delete document; }

extern "C" const char *cjson_document_error(const cjson_document *document) {
  return document->error.empty() ? nullptr : document->error.c_str();
}

extern "C" const cjson_node *cjson_document_nodes(const cjson_document *document, size_t *count) {
  *count = document->nodes.size();
  return document->nodes.data();
}
