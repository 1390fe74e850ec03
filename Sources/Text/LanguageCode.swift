import CText

/// A language, however its code is written: en, eng and eng_Latn are one; so are zh, zho, cmn and zho_Hans.
public struct LanguageCode: Hashable, Sendable {
  /// The ISO 639-3 code, or the code as it was given where ICU does not know it.
  public let language: String
  /// The ISO 15924 code of the script, where the code names one.
  public let script: String?

  /// Reads a code of ISO 639 with or without a script, in any case, behind `_` or `-`.
  public init(_ code: String) {
    let parts = code.split(whereSeparator: { $0 == "_" || $0 == "-" })
    let name = parts.first.map(String.init) ?? code
    var found = ""
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4) { room in
      quern_language_code(name, room.baseAddress!)
      found = String(cString: room.baseAddress!)
    }
    language = found.isEmpty ? name : found
    script = parts.count > 1 ? LanguageCode.script(String(parts[1])) : nil
  }

  /// The script that a part of a code names, as ISO 15924 writes it; nil for a region or variant such as `1996`.
  private static func script(_ part: String) -> String? {
    let letters = part.utf8.map { $0 | 0x20 }
    guard letters.count == 4, letters.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A }) else { return nil }
    return String(decoding: [letters[0] & ~0x20] + letters[1...], as: UTF8.self)
  }

  /// Whether `other` is the same language, in the same script where both name one.
  public func matches(_ other: LanguageCode) -> Bool {
    language == other.language && (script == nil || other.script == nil || script == other.script)
  }

  /// Those of `labels` that `code` means: the label that reads the same, or else all of the same language.
  /// - Complexity: O(labels).
  public static func labels(for code: String, among labels: [String]) -> [String] {
    if labels.contains(where: { $0.utf8.elementsEqual(code.utf8) }) { return [code] }
    let wanted = LanguageCode(code)
    return labels.filter { wanted.matches(LanguageCode($0)) }
  }
}
