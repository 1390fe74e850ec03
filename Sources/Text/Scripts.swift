import CText

/// A script of the Unicode Standard, such as Latin.
public struct Script: Hashable, Sendable, BitwiseCopyable {
  /// ICU's number of it.
  let number: UInt8

  init(number: UInt8) { self.number = number }

  /// The script with this ISO 15924 code (`Latn`, `Cyrl`, `Hani`) or Unicode name (`Latin`); nil for none.
  public init?(code: String) {
    let found = quern_script_of_code(code)
    if found < 0 { return nil }
    number = UInt8(truncatingIfNeeded: found)
  }

  /// Its ISO 15924 code, such as `Latn`.
  public var code: String { quern_script_code(number).map { String(cString: $0) } ?? "Zzzz" }

  /// All scripts that the library knows.
  public static let all = (0...UInt8.max).filter { quern_script_code($0) != nil }.map { Script(number: $0) }

  /// Signs, digits and spaces that many scripts use.
  public static let common = Script(number: 0)
  /// The Latin script.
  public static let latin = Script(number: 25)

  /// Whether characters of the script say nothing about the language: Common, Inherited and Unknown.
  public var isNeutral: Bool { number <= 1 || number == 103 }
}

/// How many code points of each script a text has.
///
/// It says which languages a text may be in, and needs no model; it does not tell languages of one script apart.
public struct ScriptCounts: Sendable {
  private var counts = [Int](repeating: 0, count: 256)

  /// Counts of an empty text.
  public init() {}

  /// The code points of `script`.
  public subscript(script: Script) -> Int { counts[Int(script.number)] }

  /// The code points of all scripts that are not neutral.
  public var total: Int { present.reduce(0) { $0 + $1.count } }

  /// The scripts that are not neutral, the most frequent one first; equals by their code.
  public var present: [(script: Script, count: Int)] {
    var found: [(script: Script, count: Int)] = []
    for (number, count) in counts.enumerated() where count > 0 {
      let script = Script(number: UInt8(truncatingIfNeeded: number))
      if !script.isNeutral { found.append((script, count)) }
    }
    return found.sorted { $0.count != $1.count ? $0.count > $1.count : $0.script.code < $1.script.code }
  }

  /// The most frequent script that is not neutral and its share of ``total``; nil for a text without any.
  public var dominant: (script: Script, share: Double)? {
    let present = present
    guard let first = present.first else { return nil }
    return (first.script, Double(first.count) / Double(present.reduce(0) { $0 + $1.count }))
  }

  /// Adds the code points of `text` (UTF-8).
  /// - Complexity: O(n); ASCII is taken 64 bytes at a time.
  public mutating func add(_ text: UnsafeRawBufferPointer) {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let scripts = quern_icu_scripts()
    let end = text.count
    counts.withUnsafeMutableBufferPointer { counts in
      var at = 0
      while at < end {
        if at &+ 64 <= end && start[at] < 0x80 {
          let block = quern_ascii_block_at(start + at)
          let length = block.high == 0 ? 64 : block.high.trailingZeroBitCount
          let letters = length == 64 ? block.letters : block.letters & ((1 &<< UInt64(length)) &- 1)
          counts[Int(Script.latin.number)] &+= letters.nonzeroBitCount
          counts[Int(Script.common.number)] &+= length &- letters.nonzeroBitCount
          at &+= length
        } else {
          // Up to the end of a short run of other characters, so that ASCII between them costs no block each.
          let stop = min(at &+ 16, end)
          while at < stop {
            let codePoint = start.decode(&at, end)
            if codePoint < 0x110000 { counts[Int(scripts![Int(codePoint)])] &+= 1 }
          }
        }
      }
    }
  }
}
