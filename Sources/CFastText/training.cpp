#include "cfasttext.h"

#include "failure.hpp"

#include <fasttext/fasttext.h>

const char *quern_fasttext_train(const quern_fasttext_training *training, char *message, size_t room) {
  try {
    fasttext::Args args;
    args.model = fasttext::model_name::sup;
    args.input = training->input;
    args.output = training->output;
    args.lr = training->rate;
    args.dim = training->dimension;
    args.epoch = training->epochs;
    args.minCount = training->minimum_count;
    args.wordNgrams = training->word_ngrams;
    args.minn = training->shortest_ngram;
    args.maxn = training->longest_ngram;
    args.bucket = training->buckets;
    args.thread = training->threads;
    args.seed = training->seed;
    args.loss = static_cast<fasttext::loss_name>(training->loss);
    args.verbose = 0;
    fasttext::FastText model;
    model.train(args);
    if (training->quantized != 0) {
      args.dsub = static_cast<size_t>(training->code_width);
      args.cutoff = static_cast<size_t>(training->kept_features);
      model.quantize(args);
    }
    model.saveModel(training->output);
    return nullptr;
  } catch (...) {
    return explain_exception(message, room);
  }
}
