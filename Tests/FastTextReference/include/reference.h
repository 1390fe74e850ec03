// What libfasttext itself makes of a line, from text to labels: the reference for our own reading of texts.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct reference_model reference_model;

// The model in the file at `path`, or null.
reference_model *reference_open(const char *path);
void reference_close(reference_model *model);

// Writes at most `room` features of `line`; returns how many there are.
size_t reference_features(reference_model *model, const char *line, size_t count, int32_t *features, size_t room);

// Writes the `k` most probable labels of `line` (zero-ended, `width` bytes each) and their probabilities; returns how
// many there are.
int reference_predict(reference_model *model, const char *line, size_t count, int k, char *labels, size_t width,
                      float *probabilities);

#ifdef __cplusplus
}
#endif
