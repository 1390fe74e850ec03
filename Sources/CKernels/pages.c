#define _GNU_SOURCE
#include "kernels.h"
#include <sys/mman.h>

void *quern_pages(size_t size) {
  void *start = mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return start == MAP_FAILED ? 0 : start;
}

void *quern_pages_resize(void *start, size_t size, size_t wanted) {
  void *moved = mremap(start, size, wanted, MREMAP_MAYMOVE);
  return moved == MAP_FAILED ? 0 : moved;
}

void quern_pages_free(void *start, size_t size) { munmap(start, size); }
