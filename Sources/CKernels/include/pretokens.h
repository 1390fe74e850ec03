// Finds the ends of many pretokens at once: classes of 64 bytes as bit masks, borders by arithmetic on whole masks.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The patterns whose borders can be found this way.
enum {
  QUERN_CUT_GPT2,
  QUERN_CUT_CL100K,  // also Llama 3 and, with single numbers, Qwen 2: they differ at the end of a text only
  QUERN_CUT_O200K,
};

// Writes the ends of the pretokens of text[0..<count], of which one begins at `start`, to `ends`, as offsets into
// text, one after the other without gaps, as far as they are certain; gives their number.
//
// It stops, possibly before the first one, where `room` has less than 64 places left, at characters that need a look
// at single characters (white space and numbers beyond ASCII, some marks), at pretokens of more than 64 bytes, and at
// the end of the text. The caller finds the end of one pretoken otherwise and goes on behind it.
//
// `numbers` is the length of the longest run of digits in one pretoken, 1 to 3; unused for GPT-2.
size_t quern_cut(int pattern, int numbers, const uint8_t *text, size_t start, size_t count, uint32_t *ends,
                 size_t room);

// The ways in which kernels can work: the processor decides; all give the same.
enum { QUERN_PATH_PORTABLE, QUERN_PATH_AVX2, QUERN_PATH_AVX512 };

// The path that this processor takes.
int quern_path(void);

// quern_cut by a given path, which the processor must support (those below quern_path are supported too).
size_t quern_cut_by(int path, int pattern, int numbers, const uint8_t *text, size_t start, size_t count,
                    uint32_t *ends, size_t room);
