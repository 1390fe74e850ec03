import CKernels

/// The tokens that stand for single characters, by code point: two levels of 256 entries, built once, then only read.
struct CharacterIDs: ~Copyable {
  /// By the upper bits of a code point, which page of ``ids`` it is on; page 0 is empty.
  private let pages: UnsafeMutablePointer<UInt16>
  private let ids: UnsafeMutablePointer<UInt32>

  private static var pageCount: Int { 0x1100 }

  /// The characters among the tokens `words` of `store`; of two tokens for one character the first.
  init(_ words: [UInt32], in store: borrowing TokenStore) {
    pages = .allocate(capacity: CharacterIDs.pageCount)
    pages.initialize(repeating: 0, count: CharacterIDs.pageCount)
    var found: [UInt32] = Array(repeating: PairTable.none, count: 256)
    for id in words {
      let bytes = store[id]
      guard (1...4).contains(bytes.count), let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
        continue
      }
      let scalar = quern_decode(base, bytes.count)
      guard Int(scalar.length) == bytes.count, scalar.value != QUERN_MALFORMED else { continue }
      let page = Int(scalar.value >> 8)
      if pages[page] == 0 {
        pages[page] = UInt16(found.count / 256)
        found += [UInt32](repeating: PairTable.none, count: 256)
      }
      let place = Int(pages[page]) * 256 + Int(scalar.value & 255)
      if found[place] == PairTable.none { found[place] = id }
    }
    ids = .allocate(capacity: found.count)
    ids.initialize(from: found, count: found.count)
  }

  deinit {
    pages.deallocate()
    ids.deallocate()
  }

  /// The token of the character `scalar`, or ``PairTable/none``.
  @inline(__always)
  subscript(scalar: UInt32) -> UInt32 {
    guard scalar <= 0x10FFFF else { return PairTable.none }
    return ids[Int(pages[Int(scalar &>> 8)]) &<< 8 | Int(scalar & 255)]
  }

  /// Takes the character `scalar` out.
  mutating func remove(_ scalar: UInt32) {
    ids[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 255)] = PairTable.none
  }
}
