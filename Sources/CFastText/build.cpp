#include "cfasttext.h"

#include <elf.h>
#include <link.h>

#include <algorithm>
#include <cstring>

namespace {

struct Search {
  uint8_t *id;
  size_t room;
  size_t found;
};

constexpr size_t aligned(size_t size) { return (size + 3) & ~size_t(3); }

// Copies the build id out of the notes of one segment.
void search(const uint8_t *notes, size_t size, Search &search) {
  size_t at = 0;
  while (at + sizeof(ElfW(Nhdr)) <= size) {
    ElfW(Nhdr) note;
    std::memcpy(&note, notes + at, sizeof note);
    const size_t name = at + sizeof note;
    const size_t content = name + aligned(note.n_namesz);
    if (content + note.n_descsz > size) return;
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && std::memcmp(notes + name, "GNU", 4) == 0) {
      search.found = std::min<size_t>(note.n_descsz, search.room);
      std::memcpy(search.id, notes + content, search.found);
      return;
    }
    at = content + aligned(note.n_descsz);
  }
}

int visit(dl_phdr_info *library, size_t, void *state) {
  const char *slash = std::strrchr(library->dlpi_name, '/');
  const char *name = slash ? slash + 1 : library->dlpi_name;
  if (std::strncmp(name, "libfasttext", std::strlen("libfasttext")) != 0) return 0;
  auto &wanted = *static_cast<Search *>(state);
  for (size_t index = 0; index < library->dlpi_phnum && wanted.found == 0; ++index) {
    const auto &segment = library->dlpi_phdr[index];
    if (segment.p_type != PT_NOTE) continue;
    search(reinterpret_cast<const uint8_t *>(library->dlpi_addr + segment.p_vaddr), segment.p_memsz, wanted);
  }
  return 1;
}

}  // namespace

size_t quern_fasttext_build(uint8_t *id, size_t room) {
  Search wanted{id, room, 0};
  dl_iterate_phdr(visit, &wanted);
  return wanted.found;
}
