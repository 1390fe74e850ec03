import QuernText

/// What stands before a number: words that say what the number is.
struct Context {
  /// A word such as “tel” or “电话” is near.
  private(set) var saysPhone = false
  /// A word such as “social security” is near.
  private(set) var saysIdentity = false
  /// A word such as “host” or “IP” is near.
  private(set) var saysHost = false
  /// The nearest word says that it is some other number: an order, a book, a version, a part.
  private(set) var saysOther = false
  /// The nearest word says that it is a version.
  private(set) var isVersion = false

  private var previous: UInt128 = 0

  /// How far back is looked, in bytes.
  private static let reach = 40
  private static let mostWords = 4

  /// Reads up to 40 bytes and four words back from `start`, and no further than to a digit; O(1).
  init(_ text: TextBytes, before start: Int) {
    let limit = max(0, start &- Context.reach)
    var at = start
    var words = 0
    while at > limit && words < Context.mostWords {
      let byte = text.base[at &- 1]
      if TextBytes.isDigit(byte) { break }
      if byte == UInt8(ascii: "#") && words == 0 { saysOther = true }
      guard Context.isWord(byte) else {
        at &-= 1
        continue
      }
      var first = at
      while first > limit && Context.isWord(text.base[first &- 1]) { first &-= 1 }
      // A digit before the word is part of it.
      if first > 0 && TextBytes.isDigit(text.base[first &- 1]) { break }
      // A word that reaches beyond the window is no word of the lists, but may end in one of a script without spaces.
      let isCutOff = first == limit && first > 0 && Context.isWord(text.base[first &- 1])
      look(
        up: isCutOff ? 0 : Context.key(text, first, at), nearest: words == 0,
        hasSign: Context.hasSign(text, at, start))
      if text.base[at &- 1] >= 0x80 { lookForUnspaced(text, first, at) }
      words &+= 1
      at = first
    }
  }

  private mutating func look(up key: UInt128, nearest: Bool, hasSign: Bool) {
    if Context.phoneWords.contains(key) || hasSign && Context.weakPhoneWords.contains(key) { saysPhone = true }
    if Context.identityWords.contains(key) { saysIdentity = true }
    if Context.hostWords.contains(key) { saysHost = true }
    // “social security”, read backwards; “social” alone is another matter.
    if key == Context.social && previous == Context.security { saysIdentity = true }
    previous = key
    if nearest {
      if Context.otherWords.contains(key) { saysOther = true }
      if Context.versionWords.contains(key) { isVersion = true }
    }
  }

  private mutating func lookForUnspaced(_ text: TextBytes, _ first: Int, _ end: Int) {
    for word in Context.unspacedPhoneWords {
      let length = word.utf8CodeUnitCount
      var at = end &- length
      while at >= first {
        if text.has(word, at: at) {
          saysPhone = true
          return
        }
        at &-= 1
      }
    }
  }

  /// Whether a colon or full stop stands between a word and the number.
  private static func hasSign(_ text: TextBytes, _ start: Int, _ end: Int) -> Bool {
    for at in start..<end where text.base[at] == UInt8(ascii: ":") || text.base[at] == UInt8(ascii: ".") { return true }
    return false
  }

  @inline(__always)
  private static func isWord(_ byte: UInt8) -> Bool { TextBytes.isLetter(byte) || byte >= 0x80 }

  /// Up to 16 bytes of the folded word; longer words have no key.
  private static func key(_ text: TextBytes, _ start: Int, _ end: Int) -> UInt128 {
    var key: UInt128 = 0
    var length = 0
    var at = start
    while at < end {
      let byte = text.base[at]
      if byte < 0x80 {
        key = key &<< 8 | UInt128(byte | 0x20)
        length &+= 1
        at &+= 1
        continue
      }
      let first = at
      let codePoint = text.base.decode(&at, end)
      if folder.folds(codePoint) {
        let folding = folder.folding(of: codePoint)
        for place in 0..<folding.length { key = key &<< 8 | UInt128(folding.bytes &>> UInt64(8 &* place) & 0xFF) }
        length &+= folding.length
      } else {
        for place in first..<at { key = key &<< 8 | UInt128(text.base[place]) }
        length &+= at &- first
      }
    }
    return length <= 16 ? key : 0
  }

  private static let folder = CaseFolder()

  /// The keys of words that are folded.
  private static func keys(_ words: String) -> Set<UInt128> {
    Set(words.split(separator: " ").map { $0.utf8.reduce(0) { $0 << 8 | UInt128($1) } })
  }

  private static let phoneWords = keys(
    """
    tel tél telephone telefon telefone telefono teléfono téléphone telefoon telefonnummer puhelin telefonas phone ph \
    mob mobil móvil móvel cellphone celular hotline whatsapp telegram wechat viber \
    rufnummer телефон тел моб факс τηλ τηλέφωνο τηλεφωνο هاتف تلفون جوال फोन मोबाइल טלפון نمبر điện sđt
    """)
  /// Words that mean other things too: a colon or full stop must follow them.
  private static let weakPhoneWords = keys("handy mobile cell sms fax")
  private static let unspacedPhoneWords: [StaticString] = [
    "电话", "電話", "手机", "手機", "传真", "傳真", "热线", "熱線", "携帯", "ファックス", "전화", "핸드폰", "휴대폰", "연락처", "โทร",
  ]
  private static let identityWords = keys("ssn sin nif nie dni cpf nir pesel aadhaar personnummer")
  private static let versionWords = keys("v ver version versions release build firmware rev revision")
  private static let hostWords = keys(
    """
    ip ips ipv host hosts server servers serwera servidor serveur address addresses addr adresse adresses dirección \
    indirizzo dns ping gateway proxy router client from via адрес ssh telnet curl
    """)
  private static let social = keys("social").first ?? 0
  private static let security = keys("security").first ?? 0
  private static let otherWords = keys(
    """
    isbn issn doi pmid arxiv order orders invoice ref reference serial sku part item model article artikel product \
    patent case docket ticket tracking ean upc gtin asin oclc lot batch version ver v build rev no nr num nº №
    """)
}
