import CText
import QuernText

/// What a character of a disguised word may stand for.
struct DisguisedLetter: Equatable {
  /// How it differs from a plain letter.
  enum Kind {
    case plain
    case digit
    case sign
    /// It may stand for any letter, as the asterisk of "f**k".
    case wild
  }

  var kind: Kind
  /// The letters, as the code points for all that look like them; 0 for none.
  var letters: (UInt32, UInt32, UInt32)
  /// How often it stands there in a row.
  var count = 1

  /// What `codePoint` (case-folded) stands for.
  init(_ codePoint: UInt32) {
    let (kind, letters): (Kind, (UInt32, UInt32, UInt32)) =
      switch codePoint {
      case 0x61...0x7A: (.plain, (codePoint, 0, 0))
      case 0x30: (.digit, (0x6F, 0, 0))
      case 0x31: (.digit, (0x69, 0x6C, 0))
      case 0x33: (.digit, (0x65, 0, 0))
      case 0x34: (.digit, (0x61, 0, 0))
      case 0x35: (.digit, (0x73, 0, 0))
      case 0x36, 0x39: (.digit, (0x67, 0, 0))
      case 0x37: (.digit, (0x74, 0, 0))
      case 0x38: (.digit, (0x62, 0, 0))
      case 0x40: (.sign, (0x61, 0, 0))
      case 0x24: (.sign, (0x73, 0, 0))
      case 0x21, 0x7C: (.sign, (0x69, 0x6C, 0))
      case 0x2B: (.sign, (0x74, 0, 0))
      case 0x20AC: (.sign, (0x65, 0, 0))
      case 0x2A, 0x23: (.wild, (0, 0, 0))
      default: (.plain, (quern_look_alike(codePoint), DisguisedLetter.plainForm(codePoint), 0))
      }
    self.kind = kind
    self.letters = letters
  }

  /// A capital I looks like a small L, and both were folded before.
  private static func plainForm(_ codePoint: UInt32) -> UInt32 {
    codePoint == 0x04CF || codePoint == 0x03B9 || codePoint == 0x0131 ? 0x69 : 0
  }

  static func == (left: DisguisedLetter, right: DisguisedLetter) -> Bool {
    left.kind == right.kind && left.letters == right.letters
  }
}

/// The entries of one word as a tree of letters, each standing for all that look like it.
final class DisguiseTrie: Sendable {
  private struct Node {
    var children: [(letter: UInt32, node: Int32)] = []
    /// The entry that ends here; negative for none.
    var entry: Int32 = -1
  }

  private let nodes: [Node]
  /// The letters of each entry.
  private let lengths: [Int]

  /// The shortest entry that is looked for.
  private static let shortest = 3
  /// The most steps that one word may take; a word of the longest entry's length takes far fewer.
  private static let mostSteps = 4000

  /// A tree of those of `entries` that are one word in a script with spaces.
  init(_ entries: [LexiconEntry]) {
    var nodes = [Node()]
    var lengths = [Int](repeating: 0, count: entries.count)
    let classes = quern_disguise_classes()
    for (number, entry) in entries.enumerated() where !entry.isException {
      let scalars = String(decoding: entry.text, as: UTF8.self).unicodeScalars.map(\.value)
      guard scalars.count >= DisguiseTrie.shortest,
        scalars.allSatisfy({ quern_disguise_class(classes, $0) & UInt8(QUERN_DISGUISE_LETTER) != 0 })
      else { continue }
      var node = 0
      for scalar in scalars {
        let letter = scalar < 0x80 ? scalar : quern_look_alike(scalar)
        if let child = nodes[node].children.first(where: { $0.letter == letter }) {
          node = Int(child.node)
        } else {
          nodes[node].children.append((letter, Int32(nodes.count)))
          node = nodes.count
          nodes.append(Node())
        }
      }
      nodes[node].entry = Int32(number)
      lengths[number] = scalars.count
    }
    self.nodes = nodes
    self.lengths = lengths
  }

  var memory: Int { nodes.reduce(0) { $0 + MemoryLayout<Node>.stride + 8 * $1.children.count } }
  var isEmpty: Bool { nodes.count == 1 }

  /// What was used up on the way to a node.
  private struct Cost {
    var plain = 0
    var digits = 0
    var wild = 0
  }

  /// The entry that `word` is a disguise of, or nil.
  ///
  /// There must be as many plain letters as digits and as wild characters; wild characters are neither first nor last;
  /// a letter that is drawn out three times or more may stand for fewer. A digit at the end alone is a number, as in
  /// "bit3". Of three letters only the middle one may be a digit, and none is hidden or an upright line.
  func entry(of word: ArraySlice<DisguisedLetter>) -> Int? {
    guard let first = word.first, let last = word.last else { return nil }
    var steps = 0
    guard let found = search(word, word.startIndex, 0, Cost(), &steps) else { return nil }
    let differ = word.count { $0.kind != .plain || $0.count > 2 }
    if last.kind == .digit, last.count == 1, differ == 1 { return nil }
    if lengths[found] == 3 {
      let line = DisguisedLetter(0x7C)
      if first.kind == .digit || last.kind == .digit || word.contains(where: { $0.kind == .wild || $0 == line }) {
        return nil
      }
    }
    return found
  }

  /// The letters of entry number `entry`.
  func length(of entry: Int) -> Int { lengths[entry] }

  private func search(
    _ word: ArraySlice<DisguisedLetter>, _ at: Int, _ node: Int, _ cost: Cost, _ steps: inout Int
  ) -> Int? {
    steps += 1
    guard steps < DisguiseTrie.mostSteps else { return nil }
    if at == word.endIndex {
      let here = nodes[node]
      return here.entry >= 0 && cost.plain >= cost.digits && cost.plain >= cost.wild ? Int(here.entry) : nil
    }
    let unit = word[at]
    var next = cost
    switch unit.kind {
    case .plain: next.plain += unit.count
    case .digit: next.digits += unit.count
    case .sign: break
    case .wild: next.wild += unit.count
    }
    if unit.kind == .wild {
      guard at > word.startIndex, at + 1 < word.endIndex else { return nil }
      return searchWild(word, at, node, unit.count, next, &steps)
    }
    for letter in [unit.letters.0, unit.letters.1, unit.letters.2] where letter != 0 {
      // Letters that stand there three times or more may be any number of letters up to that.
      var place = node
      for copies in 1...unit.count {
        guard let child = nodes[place].children.first(where: { $0.letter == letter }) else { break }
        place = Int(child.node)
        guard copies == unit.count || unit.count >= 3 else { continue }
        if let found = search(word, at + 1, place, next, &steps) { return found }
      }
    }
    return nil
  }

  private func searchWild(
    _ word: ArraySlice<DisguisedLetter>, _ at: Int, _ node: Int, _ left: Int, _ cost: Cost, _ steps: inout Int
  ) -> Int? {
    steps += 1
    guard steps < DisguiseTrie.mostSteps else { return nil }
    if left == 0 { return search(word, at + 1, node, cost, &steps) }
    for child in nodes[node].children {
      if let found = searchWild(word, at, Int(child.node), left - 1, cost, &steps) { return found }
    }
    return nil
  }
}
