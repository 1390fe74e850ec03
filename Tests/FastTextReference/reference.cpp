#include "reference.h"

#include <fasttext/fasttext.h>

#include <cstdio>
#include <sstream>

struct reference_model {
  fasttext::FastText model;
};

reference_model *reference_open(const char *path) {
  try {
    auto *opened = new reference_model;
    opened->model.loadModel(path);
    return opened;
  } catch (...) {
    return nullptr;
  }
}

void reference_close(reference_model *model) { delete model; }

size_t reference_features(reference_model *model, const char *line, size_t count, int32_t *features, size_t room) {
  std::istringstream in(std::string(line, count));
  std::vector<int32_t> words, labels;
  model->model.getDictionary()->getLine(in, words, labels);
  for (size_t i = 0; i < words.size() && i < room; i++) features[i] = words[i];
  return words.size();
}

int reference_predict(reference_model *model, const char *line, size_t count, int k, char *labels, size_t width,
                      float *probabilities) {
  std::istringstream in(std::string(line, count));
  std::vector<std::pair<fasttext::real, std::string>> predictions;
  model->model.predictLine(in, predictions, k, 0);
  int written = 0;
  for (const auto &prediction : predictions) {
    std::snprintf(labels + written * width, width, "%s", prediction.second.c_str());
    probabilities[written++] = prediction.first;
  }
  return written;
}
