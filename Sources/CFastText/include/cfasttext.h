// fastText models behind plain C. Models are opened from bytes that the caller has checked: libfasttext itself trusts
// what it reads.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Writes the build id of the library that predictions come from, as the linker has given it, and returns its length: 0
// when the library has none or is part of the program.
size_t quern_fasttext_build(uint8_t *id, size_t room);

// A loaded model; any number of threads may use it.
typedef struct quern_fasttext quern_fasttext;
// What one thread needs to predict with a model.
typedef struct quern_fasttext_line quern_fasttext_line;

// A label and its probability, as libfasttext's `predictLine` gives them.
typedef struct quern_fasttext_guess {
  int32_t label;
  float probability;
} quern_fasttext_guess;

// Opens the model in `bytes`, which are copied. Returns null and the model, to be given to quern_fasttext_close; or
// what is wrong, in `message`.
const char *quern_fasttext_open(const uint8_t *bytes, size_t count, quern_fasttext **out, char *message, size_t room);
void quern_fasttext_close(quern_fasttext *model);

// Returns a line without features, to be given to quern_fasttext_line_close before the model is closed; null when
// memory is short.
quern_fasttext_line *quern_fasttext_line_open(const quern_fasttext *model);
void quern_fasttext_line_close(quern_fasttext_line *line);

// Adds features, each a row of the model's input matrix, in the order in which libfasttext would.
void quern_fasttext_line_add(quern_fasttext_line *line, const int32_t *features, size_t count);

// Writes the `k` most probable labels for the line, the most probable first, and makes it a line without features.
// Returns how many there are: none for a line without features, and -1 when memory is short or a value is no number.
int32_t quern_fasttext_line_predict(quern_fasttext_line *line, int32_t k, quern_fasttext_guess *guesses);

// How a supervised model is trained. Paths end in a zero byte.
typedef struct quern_fasttext_training {
  const char *input;   // a line per example: its labels, each with `__label__` before it, and the text
  const char *output;  // where the model goes
  double rate;
  int32_t dimension;
  int32_t epochs;
  int32_t minimum_count;
  int32_t word_ngrams;
  int32_t shortest_ngram;
  int32_t longest_ngram;
  int32_t buckets;
  int32_t threads;
  int32_t seed;
  int32_t loss;           // 1 hierarchical softmax, 2 negative sampling, 3 softmax, 4 one against all
  int32_t quantized;      // whether the model is quantised
  int32_t code_width;     // how many dimensions share a code of one byte
  int32_t kept_features;  // the features that a quantised model keeps; 0 for all
} quern_fasttext_training;

// Trains a model and writes it. Returns null, or what is wrong, in `message`.
const char *quern_fasttext_train(const quern_fasttext_training *training, char *message, size_t room);

#ifdef __cplusplus
}
#endif
