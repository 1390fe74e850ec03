/// Keys of programming interfaces: tokens with the prefix and length that an issuer gives them, signed tokens (JWT), and
/// tokens that look random where a name before them says that they are secret.
enum KeyPattern {
  /// The shortest token that is looked at.
  static let shortest = 16
  private static let longest = 1024

  /// The key in the token (letters, digits, `_`, `-`) from `start` to `end`.
  static func match(_ text: TextBytes, _ start: Int, _ end: Int) -> PersonalDataSpan? {
    let size = end &- start
    for issuer in issuers where text.has(issuer.prefix, at: start) {
      let prefix = issuer.prefix.utf8CodeUnitCount
      guard size &- prefix >= issuer.least, size &- prefix <= issuer.most,
        isRandom(text, start &+ prefix, end, bits: 2.5, digits: 1)
      else { continue }
      return PersonalDataSpan(start: start, end: end, kind: .apiKey)
    }
    if text.has("eyJ", at: start), let end = endOfSignedToken(text, end) {
      return PersonalDataSpan(start: start, end: end, kind: .apiKey)
    }
    return assigned(text, start, end)
  }

  /// A prefix, and how many bytes of the token follow it.
  private struct Issuer {
    let prefix: StaticString
    let least: Int
    let most: Int
  }

  /// Prefixes that issuers publish so that leaked keys are found.
  private static let issuers: [Issuer] = [
    Issuer(prefix: "AKIA", least: 16, most: 16),  // Amazon
    Issuer(prefix: "ASIA", least: 16, most: 16),
    Issuer(prefix: "AIza", least: 35, most: 35),  // Google
    Issuer(prefix: "GOCSPX-", least: 20, most: 40),
    Issuer(prefix: "ghp_", least: 36, most: 255),  // GitHub
    Issuer(prefix: "gho_", least: 36, most: 255),
    Issuer(prefix: "ghu_", least: 36, most: 255),
    Issuer(prefix: "ghs_", least: 36, most: 255),
    Issuer(prefix: "ghr_", least: 36, most: 255),
    Issuer(prefix: "github_pat_", least: 50, most: 255),
    Issuer(prefix: "glpat-", least: 20, most: 64),  // GitLab
    Issuer(prefix: "sk_live_", least: 16, most: 128),  // Stripe
    Issuer(prefix: "rk_live_", least: 16, most: 128),
    Issuer(prefix: "sk_test_", least: 16, most: 128),
    Issuer(prefix: "whsec_", least: 24, most: 64),
    Issuer(prefix: "sk-", least: 20, most: 256),  // OpenAI, Anthropic
    Issuer(prefix: "xoxb-", least: 20, most: 128),  // Slack
    Issuer(prefix: "xoxp-", least: 20, most: 128),
    Issuer(prefix: "xoxa-", least: 20, most: 128),
    Issuer(prefix: "xoxr-", least: 20, most: 128),
    Issuer(prefix: "xoxs-", least: 20, most: 128),
    Issuer(prefix: "xapp-", least: 20, most: 160),
    Issuer(prefix: "hf_", least: 30, most: 64),  // Hugging Face
    Issuer(prefix: "npm_", least: 36, most: 36),
    Issuer(prefix: "pypi-", least: 50, most: 255),
    Issuer(prefix: "dop_v1_", least: 64, most: 64),  // DigitalOcean
    Issuer(prefix: "shpat_", least: 32, most: 32),  // Shopify
    Issuer(prefix: "shpss_", least: 32, most: 32),
    Issuer(prefix: "key-", least: 32, most: 32),  // Mailgun
    Issuer(prefix: "lin_api_", least: 32, most: 64),
    Issuer(prefix: "dckr_pat_", least: 20, most: 64),
    Issuer(prefix: "EAAC", least: 60, most: 400),  // Facebook
  ]

  /// The end of a JWT whose first part ends at `end`: a second part that is an object too, and a signature.
  private static func endOfSignedToken(_ text: TextBytes, _ end: Int) -> Int? {
    guard text[end] == UInt8(ascii: "."), text.has("eyJ", at: end &+ 1) else { return nil }
    var at = endOfToken(text, end &+ 1)
    guard at &- end > 10, text[at] == UInt8(ascii: ".") else { return nil }
    let signature = at &+ 1
    at = endOfToken(text, signature)
    return at &- signature >= 16 ? at : nil
  }

  private static func endOfToken(_ text: TextBytes, _ start: Int) -> Int {
    var at = start
    while at < text.count && TextBytes.isToken(text.base[at]) { at &+= 1 }
    return at
  }

  /// A random token that `secret_name = "` or the like stands before; it may hold `/`, `+`, `=` and `.` too.
  private static func assigned(_ text: TextBytes, _ start: Int, _ tokenEnd: Int) -> PersonalDataSpan? {
    guard tokenEnd &- start <= longest, isAssigned(text, start) else { return nil }
    var end = tokenEnd
    while end < text.count && end &- start <= longest {
      let byte = text.base[end]
      guard
        TextBytes.isToken(byte) || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "=")
      else { break }
      end &+= 1
    }
    guard end &- start <= longest, isRandom(text, start, end, bits: 3, digits: 2) else { return nil }
    return PersonalDataSpan(start: start, end: end, kind: .apiKey)
  }

  /// Whether a name of a secret and `=` or `:` stand before `start`, with quotation marks and spaces at most.
  private static func isAssigned(_ text: TextBytes, _ start: Int) -> Bool {
    var at = start
    let limit = max(0, start &- 8)
    var signs = 0
    while at > limit {
      switch text.base[at &- 1] {
      case UInt8(ascii: "="), UInt8(ascii: ":"): signs &+= 1
      case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: ">"): break
      default: return signs > 0 && isSecretName(text, before: at)
      }
      at &-= 1
    }
    return false
  }

  private static func isSecretName(_ text: TextBytes, before end: Int) -> Bool {
    let limit = max(0, end &- 40)
    var start = end
    while start > limit && TextBytes.isToken(text.base[start &- 1]) { start &-= 1 }
    for name in secretNames {
      let length = name.text.utf8CodeUnitCount
      guard length <= end &- start else { continue }
      for at in start...(end &- length) where isName(text, at, name.text) && isBorder(text, at) {
        if name.isLast ? at &+ length == end : isBorder(text, at &+ length) { return true }
      }
    }
    return false
  }

  /// Whether one word of a name ends and another begins at `at`: beside `_`, `-` or a digit, where the case changes, at
  /// the edge of the name.
  private static func isBorder(_ text: TextBytes, _ at: Int) -> Bool {
    let (before, after) = (text[at &- 1], text[at])
    guard TextBytes.isLetter(before), TextBytes.isLetter(after) else { return true }
    guard TextBytes.isUpper(after) else { return false }
    return !TextBytes.isUpper(before) || TextBytes.isLetter(text[at &+ 1]) && !TextBytes.isUpper(text[at &+ 1])
  }

  /// Whether `name` stands at `at` in any case, `-` for `_` or without.
  private static func isName(_ text: TextBytes, _ at: Int, _ name: StaticString) -> Bool {
    for place in 0..<name.utf8CodeUnitCount {
      let byte = text.base[at &+ place]
      let folded = byte == UInt8(ascii: "-") ? UInt8(ascii: "_") : TextBytes.isLetter(byte) ? byte | 0x20 : byte
      if folded != name.utf8Start[place] { return false }
    }
    return true
  }

  private struct SecretName {
    let text: StaticString
    /// Whether nothing may follow: `max_token_id`, `token_type` are no secrets.
    var isLast = false
  }

  private static let secretNames: [SecretName] = [
    SecretName(text: "api_key"), SecretName(text: "apikey"), SecretName(text: "secret"),
    SecretName(text: "token", isLast: true), SecretName(text: "authtoken"), SecretName(text: "accesstoken"),
    SecretName(text: "passwd"), SecretName(text: "password"), SecretName(text: "access_key"),
    SecretName(text: "accesskey"), SecretName(text: "private_key"), SecretName(text: "privatekey"),
    SecretName(text: "secretkey"), SecretName(text: "auth_key"), SecretName(text: "authkey"),
  ]

  /// Whether the bytes look drawn at random: letters and at least `least` digits, and an entropy of their frequencies of at
  /// least `bits` a byte.
  private static func isRandom(
    _ text: TextBytes, _ start: Int, _ end: Int, bits: Double, digits least: Int
  ) -> Bool {
    let size = end &- start
    guard size > 0 else { return false }
    return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 256) { counts in
      counts.initialize(repeating: 0)
      var digits = 0
      var letters = 0
      for at in start..<end {
        let byte = text.base[at]
        counts[Int(byte)] &+= 1
        if TextBytes.isDigit(byte) { digits &+= 1 } else if TextBytes.isLetter(byte) { letters &+= 1 }
      }
      guard digits >= least, letters >= 2 else { return false }
      // size · entropy = size · log2 size − Σ count · log2 count.
      var entropy = Double(size) * log2(size)
      for count in counts where count > 1 { entropy -= Double(count) * log2(Int(count)) }
      return entropy >= bits * Double(size)
    }
  }

  /// The binary logarithm of 1 to 2¹⁰, from the exponent and a polynomial of the mantissa: the same on every machine,
  /// with an error below 0.01.
  private static func log2(_ value: Int) -> Double {
    let number = Double(value)
    let mantissa = number.significand
    return Double(number.exponent) + (mantissa - 1) * (1 + 0.3371894346239 * (2 - mantissa))
  }
}
