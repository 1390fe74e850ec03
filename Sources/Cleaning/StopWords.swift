import QuernBytes
import QuernText

/// Short lists of very frequent words by which running text differs from menus, tables and noise.
///
/// A word is at most ``longest`` bytes of case-folded UTF-8, so that it is one `UInt64` key: its bytes in order from the
/// lowest. Chinese and Japanese entries are single characters that count wherever they stand.
final class StopWords: @unchecked Sendable {  // never changed after init
  static let shared = StopWords()

  /// The most bytes that a stop word may have.
  static let longest = 8

  /// Language codes and their stop words, separated by spaces.
  static let lists: [(language: String, words: String)] = [
    ("en", "the be to of and that have with in is it for was on are as this from by not but which"),
    ("de", "der die das und ist nicht ein eine mit von zu den im auf für sich auch dem es sind wird bei"),
    ("fr", "le la les de des et est un une que pour dans qui sur pas au par avec ce sont plus du en"),
    ("es", "el la los las de que y en un una por con para es del se no al lo como más su"),
    ("ru", "и в не на что с он как это по но из у за от так же для или быть её все"),
    ("ar", "من في على إلى عن أن هذا هذه التي مع كان ما لا هو هي أو كل بعد ذلك قد"),
    ("hi", "है के की का से को और पर ने यह एक भी कि था वह हो कर जो तो थी ही"),
    ("zh", "的 是 不 了 在 人 有 我 他 这 中 和 也 为 们 與 為 這 們"),
    ("ja", "の に は を た が で て と し れ さ も な い"),
  ]

  /// The distinct words of all lists; a word's place is its id.
  let keys: [UInt64]
  /// Of each language, the ids of its words as a bit set of 256.
  private let members: [StopWordSet]
  private let slots: UnsafeMutablePointer<UInt64>
  private let ids: UnsafeMutablePointer<UInt8>

  private static let slotBits: UInt64 = 10

  private init() {
    let slotCount = 1 << Int(StopWords.slotBits)
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    ids = .allocate(capacity: slotCount)
    ids.initialize(repeating: 0, count: slotCount)
    let folder = CaseFolder()
    var keys: [UInt64] = []
    var members: [StopWordSet] = []
    for (_, words) in StopWords.lists {
      var set = StopWordSet()
      for word in words.split(separator: " ") {
        guard let key = StopWords.key(of: String(word), folder: folder) else {
          preconditionFailure("the stop word \(word) is too long")
        }
        var slot = StopWords.slot(of: key)
        while slots[slot] != key && slots[slot] != 0 { slot = (slot + 1) % slotCount }
        if slots[slot] == 0 {
          slots[slot] = key
          ids[slot] = UInt8(keys.count)
          keys.append(key)
        }
        set.insert(ids[slot])
      }
      members.append(set)
    }
    self.keys = keys
    self.members = members
  }

  /// The key of a word, or nil when it is too long for one.
  static func key(of word: String, folder: CaseFolder) -> UInt64? {
    var text = ByteBuffer()
    text.append(string: word)
    var folded = ByteBuffer()
    folder.fold(text.bytes, into: &folded)
    guard folded.count <= longest else { return nil }
    var key: UInt64 = 0
    for (place, byte) in folded.bytes.enumerated() { key |= UInt64(byte) << UInt64(8 * place) }
    return key
  }

  @inline(__always)
  private static func slot(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> (64 &- slotBits))
  }

  /// Notes the word in `found` if it is a stop word.
  ///
  /// `key` must not be 0.
  @inline(__always)
  func look(up key: UInt64, _ found: inout StopWordSet) {
    var slot = StopWords.slot(of: key)
    while true {
      let here = slots[slot]
      if here == key { return found.insert(ids[slot]) }
      if here == 0 { return }
      slot = (slot &+ 1) & ((1 &<< Int(StopWords.slotBits)) &- 1)
    }
  }

  /// The XXH3-128 of the lists.
  var hash: Hash128 {
    var text = ByteBuffer()
    for (language, words) in StopWords.lists { text.append(string: "\(language): \(words)\n") }
    return XXH3.hash128(text.bytes)
  }

  /// The number of words in `found` of the language that has most of them.
  func most(in found: StopWordSet) -> Int {
    var most = 0
    for set in members { most = max(most, set.common(with: found)) }
    return most
  }
}

/// A set of stop word ids, 0 to 255.
struct StopWordSet: Equatable {
  private var bits: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  @inline(__always)
  mutating func insert(_ id: UInt8) {
    let bit = UInt64(1) &<< UInt64(id & 63)
    switch id &>> 6 {
    case 0: bits.0 |= bit
    case 1: bits.1 |= bit
    case 2: bits.2 |= bit
    default: bits.3 |= bit
    }
  }

  func common(with other: StopWordSet) -> Int {
    (bits.0 & other.bits.0).nonzeroBitCount + (bits.1 & other.bits.1).nonzeroBitCount
      + (bits.2 & other.bits.2).nonzeroBitCount + (bits.3 & other.bits.3).nonzeroBitCount
  }

  static func == (left: StopWordSet, right: StopWordSet) -> Bool { left.bits == right.bits }
}
