import CKernels
import QuernBytes

/// The tokens of single characters, and what becomes of characters without one.
///
/// Two levels of 256 entries by code point, built once and then only read.
final class CharacterTable: @unchecked Sendable {
  private let unknown: BPEModel.UnknownCharacters
  /// By the upper bits of a code point, where its page begins in ``ids``; page 0 is empty.
  private var pages = [UInt16](repeating: 0, count: 0x1100)
  private var ids = [UInt32](repeating: PairTable.none, count: 256)

  /// The characters among the tokens `words` of `store`.
  init(_ unknown: BPEModel.UnknownCharacters, _ words: [UInt32], in store: borrowing TokenStore) {
    self.unknown = unknown
    for id in words {
      let bytes = store[id]
      guard bytes.count <= 4, let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { continue }
      let scalar = quern_decode(base, bytes.count)
      guard Int(scalar.length) == bytes.count, scalar.value != QUERN_MALFORMED else { continue }
      let page = Int(scalar.value >> 8)
      if pages[page] == 0 {
        pages[page] = UInt16(ids.count / 256)
        ids += [UInt32](repeating: PairTable.none, count: 256)
      }
      let place = Int(pages[page]) * 256 + Int(scalar.value & 255)
      if ids[place] == PairTable.none { ids[place] = id }
    }
  }

  /// The token of the character `scalar`, or ``PairTable/none``.
  @inline(__always)
  func id(of scalar: UInt32) -> UInt32 {
    guard scalar <= 0x10FFFF else { return PairTable.none }
    return ids[Int(pages[Int(scalar &>> 8)]) &<< 8 | Int(scalar & 255)]
  }

  /// Whether both characters have tokens, so that neither has a part in what is done about unknown ones.
  @inline(__always)
  func knows(_ left: UInt32, _ right: UInt32) -> Bool {
    id(of: left) != PairTable.none && id(of: right) != PairTable.none
  }

  /// Makes `symbols` what merging starts from for the `count` bytes at `bytes`.
  ///
  /// The order is that of the `tokenizers` package: an unknown character waits for the next one that is not, so that it
  /// can be fused, while bytes do not wait.
  func symbols(_ bytes: UnsafePointer<UInt8>, _ count: Int, into symbols: inout TrivialVector<UInt32>) {
    symbols.removeAll()
    var isWaiting = false
    var at = 0
    while at < count {
      let scalar = quern_decode(bytes + at, count &- at)
      let start = at
      at &+= Int(scalar.length)
      let id = id(of: scalar.value)
      if id != PairTable.none {
        if isWaiting, let unknown = unknown.unknown { symbols.append(unknown) }
        isWaiting = false
        symbols.append(id)
      } else if hasByteTokens(bytes, start, at) {
        for place in start..<at { symbols.append(unknown.byteTokens[Int(bytes[place])]) }
      } else if let id = unknown.unknown {
        if isWaiting && !unknown.fusesUnknown { symbols.append(id) }
        isWaiting = true
      }
    }
    if isWaiting, let id = unknown.unknown { symbols.append(id) }
  }

  private func hasByteTokens(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    guard unknown.byteTokens.count == 256 else { return false }
    for at in start..<end where unknown.byteTokens[Int(bytes[at])] == BPEModel.UnknownCharacters.noToken {
      return false
    }
    return true
  }
}
