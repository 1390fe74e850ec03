#include "cfasttext.h"

#include "failure.hpp"

#include <fasttext/fasttext.h>
#include <fasttext/loss.h>

#include <cmath>
#include <istream>
#include <memory>
#include <stdexcept>
#include <streambuf>
#include <utility>

namespace {

// Bytes in memory as an input stream.
class ByteStream : public std::streambuf {
 public:
  ByteStream(const uint8_t *bytes, size_t count) {
    char *start = const_cast<char *>(reinterpret_cast<const char *>(bytes));
    setg(start, start, start + count);
  }
};

}  // namespace

// The parts of a model that libfasttext keeps to itself: its prediction takes the features of a line all at once, and
// those of a huge document must not be in memory together.
struct quern_fasttext : public fasttext::FastText {
  explicit quern_fasttext(std::istream &in) {
    if (!checkModel(in)) throw std::invalid_argument("the file is no fastText model");
    loadModel(in);
    loss = createLoss(output_);
  }

  const fasttext::Matrix &rows() const { return *input_; }
  fasttext::Model::State state() const { return fasttext::Model::State(args_->dim, dict_->nlabels(), 0); }

  std::shared_ptr<fasttext::Loss> loss;
};

struct quern_fasttext_line {
  explicit quern_fasttext_line(const quern_fasttext &model) : model(model), state(model.state()) {
    state.hidden.zero();
  }

  const quern_fasttext &model;
  fasttext::Model::State state;
  size_t features = 0;
  fasttext::Predictions found;
};

const char *quern_fasttext_open(const uint8_t *bytes, size_t count, quern_fasttext **out, char *message, size_t room) {
  try {
    ByteStream buffer(bytes, count);
    std::istream in(&buffer);
    *out = new quern_fasttext(in);
    return nullptr;
  } catch (...) {
    return explain_exception(message, room);
  }
}

void quern_fasttext_close(quern_fasttext *model) { delete model; }

quern_fasttext_line *quern_fasttext_line_open(const quern_fasttext *model) {
  try {
    return new quern_fasttext_line(*model);
  } catch (...) {
    return nullptr;
  }
}

void quern_fasttext_line_close(quern_fasttext_line *line) { delete line; }

void quern_fasttext_line_add(quern_fasttext_line *line, const int32_t *features, size_t count) {
  const fasttext::Matrix &rows = line->model.rows();
  for (size_t i = 0; i < count; i++) line->state.hidden.addRow(rows, features[i]);
  line->features += count;
}

int32_t quern_fasttext_line_predict(quern_fasttext_line *line, int32_t k, quern_fasttext_guess *guesses) {
  const size_t features = std::exchange(line->features, 0);
  if (features == 0 || k <= 0) return 0;
  int32_t written = 0;
  try {
    line->found.clear();
    line->state.hidden.mul(1.0 / features);
    line->model.loss->predict(k, 0, line->found, line->state);
    for (const auto &guess : line->found) guesses[written++] = {guess.second, std::exp(guess.first)};
  } catch (...) {
    written = -1;
  }
  line->state.hidden.zero();
  return written;
}
