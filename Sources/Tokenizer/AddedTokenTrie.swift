import QuernBytes

/// Finds the texts of many tokens at once: the leftmost, of those that start at one place the longest.
struct AddedTokenTrie: Sendable {
  /// The child of each byte of the root; 0 for none.
  private var roots = [UInt32](repeating: 0, count: 256)
  /// The children of all other nodes, by node and byte, with open addressing; 0 marks a free place.
  private var keys: [UInt64] = []
  private var children: [UInt32] = []
  /// The number of the token that ends at a node, -1 without one.
  private var ends: [Int32] = [-1]
  /// The only byte that tokens begin with, where there is just one.
  private var onlyRoot: UInt8?

  /// A trie of `contents`, none of them empty; of two that are the same the first counts.
  init(_ contents: [[UInt8]]) {
    var capacity = 16
    while capacity < contents.reduce(0, { $0 + $1.count }) * 2 { capacity *= 2 }
    keys = [UInt64](repeating: 0, count: capacity)
    children = [UInt32](repeating: 0, count: capacity)
    for (number, content) in contents.enumerated() { insert(content, Int32(number)) }
    let used = roots.indices.filter { roots[$0] != 0 }
    if used.count == 1 { onlyRoot = UInt8(used[0]) }
  }

  private mutating func insert(_ content: [UInt8], _ number: Int32) {
    if roots[Int(content[0])] == 0 { roots[Int(content[0])] = newNode() }
    var node = roots[Int(content[0])]
    for byte in content.dropFirst() {
      let place = self.place(node, byte)
      if keys[place] == 0 {
        keys[place] = AddedTokenTrie.key(node, byte)
        children[place] = newNode()
      }
      node = children[place]
    }
    if ends[Int(node)] < 0 { ends[Int(node)] = number }
  }

  private mutating func newNode() -> UInt32 {
    ends.append(-1)
    return UInt32(ends.count - 1)
  }

  private static func key(_ node: UInt32, _ byte: UInt8) -> UInt64 { UInt64(node) << 8 | UInt64(byte) }

  /// Where the child of `node` for `byte` is, or the free place where it would be.
  private func place(_ node: UInt32, _ byte: UInt8) -> Int {
    let key = AddedTokenTrie.key(node, byte)
    var at = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 20) & (keys.count - 1)
    while keys[at] != 0 && keys[at] != key { at = (at + 1) & (keys.count - 1) }
    return at
  }

  /// The first token at or after `from`.
  ///
  /// Text without a first byte of a token costs a scan, at memory speed where all tokens begin alike. O(n), times the
  /// length of the longest token in texts that are made of beginnings of tokens.
  func next(in text: UnsafeRawBufferPointer, from: Int) -> (start: Int, end: Int, token: Int)? {
    var start = from
    while let candidate = nextCandidate(in: text, from: start) {
      if let (end, token) = longest(in: text, at: candidate) { return (candidate, end, token) }
      start = candidate + 1
    }
    return nil
  }

  private func nextCandidate(in text: UnsafeRawBufferPointer, from: Int) -> Int? {
    if let onlyRoot { return text.firstOffset(of: onlyRoot, from: from) }
    return roots.withUnsafeBufferPointer { roots in
      var at = from
      while at < text.count {
        if roots[Int(text[at])] != 0 { return at }
        at &+= 1
      }
      return nil
    }
  }

  private func longest(in text: UnsafeRawBufferPointer, at start: Int) -> (end: Int, token: Int)? {
    var node = roots[Int(text[start])]
    var at = start + 1
    var best: (end: Int, token: Int)?
    while true {
      if ends[Int(node)] >= 0 { best = (at, Int(ends[Int(node)])) }
      guard at < text.count else { return best }
      let place = self.place(node, text[at])
      guard keys[place] != 0 else { return best }
      node = children[place]
      at += 1
    }
  }
}
