#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A block of plain values that are all zero at first; pages take memory only once they are written.
struct ClearedBlock<Element: BitwiseCopyable>: ~Copyable {
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(count: Int) {
    self.count = max(count, 1)
    base = clearedPages(self.count * MemoryLayout<Element>.stride).assumingMemoryBound(to: Element.self)
  }

  deinit { munmap(base, count * MemoryLayout<Element>.stride) }
}

// The block has one owner; moving the owner to another thread moves the block.
extension ClearedBlock: @unchecked Sendable {}
