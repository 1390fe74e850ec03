import Foundation
import QuernBytes
import QuernText
import Testing

@testable import QuernLexicons

/// The list that comes with Quern, `Models/lexicon.txt`.
@Suite struct DefaultLexiconTests {
  private static func list() throws -> Lexicon {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let bytes = [UInt8](try Data(contentsOf: root.appendingPathComponent("Models/lexicon.txt")))
    return try bytes.withUnsafeBytes { try Lexicon($0) }
  }

  @Test func itHasTheSizeThatItsDescriptionNames() throws {
    let lexicon = try DefaultLexiconTests.list()
    #expect(lexicon.languages.count == 22)
    #expect(lexicon.entryCount > 1400)
    #expect(lexicon.exceptionCount > 10)
  }

  @Test(arguments: [
    "Scunthorpe, Essex, Sussex, Middlesex, Penistone, Clitheroe, Lightwater, Cockermouth, Dickens, Hancock, Titicaca",
    "Arsenal, assassin, class, bass, cocktail, shuttlecock, peacock, therapist, analysis, canal, cumulative, document",
    "Moby Dick; Kike Hernández; Dildo and Fucking, Austria; a bastard sword; chinks in the armour; a brood bitch",
    "Johnny Depp drove a Mitsubishi Pajero to Kloten. Émile Zola wrote; the shitake and shiitake mushrooms, too.",
    "Der dicke Hahn fickt nicht", "Hon fick ett brev, och till slut kom han i fart.", "Det er slet ikke så godt.",
    "avec un con de sens", "el negro gato y la negra noche", "一個操作系統的體操", "日本人は馬で行く", "생일 축하합니다",
    "поэтому он подстраховался и застраховал",
    "la pédale du vélo en retard", "o corpo da pica-pau",
    "Analytics bit3 seg6 go1.21 h264 mp3 b2b p2p A55 U.S.A. T|T A$5", "HTML5 canvas",
  ])
  func ordinaryTextIsLeftAlone(text: String) throws {
    let allowed = text.hasPrefix("Moby") ? 1 : text.hasPrefix("Der dicke") ? 1 : 0
    #expect(try LexiconTests.hits(DefaultLexiconTests.list(), text) == allowed, "\(text)")
  }

  @Test(arguments: [
    "what the fuck", "W H A T  T H E  F U C K", "sh1t", "du Arschloch", "espèce de c0nnard", "hijo de puta",
    "vaffanculo!", "que caralho",
    "klootzak", "jävla kuk", "haista vittu", "o kurwa", "иди нахуй", "пизд\u{65}ц", "μαλάκας", "orospu çocuğu",
    "ابن القحبة",
    "मादरचोद",
    "ngentot", "địt mẹ mày", "你这个傻逼", "このクソ野郎", "씨발놈아", "ｆｕｃｋ", "𝖋𝖚𝖈𝖐",
  ])
  func whatItIsForIsFound(text: String) throws {
    #expect(try LexiconTests.hits(DefaultLexiconTests.list(), text) >= 1, "\(text)")
  }
}
