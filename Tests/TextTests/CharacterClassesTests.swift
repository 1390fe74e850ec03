import QuernText
import Testing

@Suite struct CharacterClassesTests {
  private let classes = CharacterClasses()

  private func has(_ character: Unicode.Scalar, _ flag: UInt8) -> Bool { classes[character.value] & flag != 0 }

  /// Swift's own tables, for code points that have been assigned for long.
  @Test func agreesWithTheStandardLibraryBelowUnicode14() {
    var differences: [UInt32] = []
    for value in 0...0x10FFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value), let age = scalar.properties.age, age.major < 14 else { continue }
      let properties = scalar.properties
      let flags = classes[value]
      let category: UInt8 =
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
          CharacterClasses.letter
        case .nonspacingMark, .spacingMark, .enclosingMark: CharacterClasses.mark
        case .decimalNumber, .letterNumber, .otherNumber: CharacterClasses.number
        default: 0
        }
      let agrees =
        flags & CharacterClasses.wordMask == category
        && (flags & CharacterClasses.alphabetic != 0) == properties.isAlphabetic
        && (flags & CharacterClasses.space != 0) == properties.isWhitespace
      if !agrees { differences.append(value) }
    }
    // Unicode 16, which Swift knows, made some combining letters alphabetic.
    #expect(differences.count < 50, "\(differences.map { String($0, radix: 16) })")
  }

  @Test func sentenceEnds() {
    for end in ".!?…。！？؟۔।॥։።".unicodeScalars {
      #expect(has(end, CharacterClasses.sentenceEnd), "\(end)")
    }
    for other in ",;:-)\"a1、，".unicodeScalars {
      #expect(!has(other, CharacterClasses.sentenceEnd), "\(other)")
    }
  }

  @Test func scriptsWithoutSpaces() {
    for letter in "汉漢のカーไทลກខြမ々".unicodeScalars {
      #expect(has(letter, CharacterClasses.unspaced), "\(letter)")
    }
    for other in "aяعह한ა1 。".unicodeScalars {
      #expect(!has(other, CharacterClasses.unspaced), "\(other)")
    }
  }

  @Test func outOfRangeHasNoClass() {
    #expect(classes[0x110000] == 0)
    #expect(classes[.max] == 0)
  }
}
