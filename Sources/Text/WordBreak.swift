import CText

/// The values of the property Word_Break, as ``WordSegmenter`` tells them apart, and what is known of them.
enum WordBreak {
  static var other: UInt8 { UInt8(QUERN_WB_OTHER) }
  static var low: UInt8 { UInt8(QUERN_WB_EXTEND_NUM_LET) }
  static var numeric: UInt8 { UInt8(QUERN_WB_NUMERIC) }
  static var letter: UInt8 { UInt8(QUERN_WB_LETTER) }
  static var hebrew: UInt8 { UInt8(QUERN_WB_HEBREW) }
  static var katakana: UInt8 { UInt8(QUERN_WB_KATAKANA) }
  /// Syllables under ICU's rules, which join nothing but their like.
  static var hangul: UInt8 { UInt8(QUERN_WB_HANGUL) }
  static var regional: UInt8 { UInt8(QUERN_WB_REGIONAL) }
  static var space: UInt8 { UInt8(QUERN_WB_SPACE) }
  static var midLetter: UInt8 { UInt8(QUERN_WB_MID_LETTER) }
  static var midNum: UInt8 { UInt8(QUERN_WB_MID_NUM) }
  static var midNumLet: UInt8 { UInt8(QUERN_WB_MID_NUM_LET) }
  static var singleQuote: UInt8 { UInt8(QUERN_WB_SINGLE_QUOTE) }
  static var doubleQuote: UInt8 { UInt8(QUERN_WB_DOUBLE_QUOTE) }
  /// Extend and Format.
  static var extend: UInt8 { UInt8(QUERN_WB_EXTEND) }
  /// The zero width joiner.
  static var joiner: UInt8 { UInt8(QUERN_WB_ZWJ) }
  static var newline: UInt8 { UInt8(QUERN_WB_NEWLINE) }
  static var carriageReturn: UInt8 { UInt8(QUERN_WB_CR) }
  static var lineFeed: UInt8 { UInt8(QUERN_WB_LF) }
  /// What needs a dictionary under ICU's rules.
  static var dictionary: UInt8 { UInt8(QUERN_WB_DICTIONARY) }

  /// The bits of a byte of flags that are the class.
  static var classMask: UInt8 { UInt8(QUERN_WB_CLASS) }
  /// The flag of Extended_Pictographic.
  static var pictograph: UInt8 { UInt8(QUERN_WB_PICTOGRAPH) }
  /// The flag of what is not White_Space.
  static var visible: UInt8 { UInt8(QUERN_WB_VISIBLE) }

  /// Whether a word ends before and after the class whatever is there.
  @inline(__always)
  static func isNewline(_ kind: UInt8) -> Bool { kind >= newline && kind <= lineFeed }

  /// Of each class, a bit for each class that may follow it without a word ending between them, marks aside (WB5, 8 to
  /// 10, 13); never freed.
  static var joins: UnsafePointer<UInt32> { sharedJoins.table }

  private static let sharedJoins = Joins()

  private struct Joins: @unchecked Sendable {  // never changed after init
    let table: UnsafePointer<UInt32>

    init() {
      let rows = UnsafeMutablePointer<UInt32>.allocate(capacity: 32)
      rows.initialize(repeating: 0, count: 32)
      func join(_ before: [UInt8], _ after: [UInt8]) {
        for row in before { for column in after { rows[Int(row)] |= 1 << UInt32(column) } }
      }
      let letters = [WordBreak.letter, WordBreak.hebrew]
      let numeric = [WordBreak.numeric]
      let katakana = [WordBreak.katakana]
      let low = [WordBreak.low]
      join(letters + numeric, letters + numeric)
      join(katakana, katakana)
      join([WordBreak.hangul], [WordBreak.hangul])
      join(letters + numeric + katakana + low, low)
      join(low, letters + numeric + katakana)
      table = UnsafePointer(rows)
    }
  }
}
