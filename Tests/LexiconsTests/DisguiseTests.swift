import QuernBytes
import QuernText
import Testing

@testable import QuernLexicons

@Suite struct DisguiseTests {
  static let list = "shit\nfuck\nass\nbitch\ncunt\nhell\nхуй\nsexy\ndick"

  @Test(arguments: [
    "sh1t", "SH1T", "$hit", "$h!t", "s h i t", "S.H.I.T.", "s-h-i-t", "s_h_i_t", "s*h*i*t", "shiiiiit", "SHHHIT",
    "sh*t", "s**t",
    "f**k", "fu*k", "f*ck", "fuuuuck", "f u c k", "i f u c k", "a s s", "@ss", "a$$", "b1tch", "b!tch", "bi7ch", "c*nt",
    "ѕhit", "shіt", "ѕһіt", "ｓｈｉｔ", "𝐬𝐡𝐢𝐭", "𝓼𝓱𝓲𝓽", "ⓢⓗⓘⓣ", "s\u{200B}h\u{200B}it", "sh\u{AD}it",
    "s\u{336}h\u{336}i\u{336}t\u{336}", "h3ll", "xуй", "хyй",
    "(sh1t)", "*sh1t*", "sh1t!!!", "d1ck", "5hit", "fuсk",
  ])
  func disguisedWordsAreFound(text: String) throws {
    let lexicon = try Lexicon(DisguiseTests.list)
    for context in [text, "so \(text) it is", "Well,\n\(text)\n", String(repeating: "and so on ", count: 13) + text] {
      #expect(try LexiconTests.hits(lexicon, context) == 1, "\(context)")
    }
  }

  @Test(arguments: [
    "Scunthorpe", "Essex", "S C U N T H O R P E", "E S S E X", "Sussex, Middlesex", "Dickens", "class", "assess",
    "h264", "2nd", "a5",
    "A55", "455", "a b c d e f", "1 2 3 4 5", "U.S.A.", "p.m.", "e.g. this", "foo*bar*baz", "**bold**", "*emphasis*",
    "x*y", "$5", "@user",
    "#tag", "C++", "a|b|c", "shitake mushrooms", "s h i t a k e", "mmm", "www", "III", "hello", "сок и нос",
    "Привет, мир", "héllo", "as",
    "a**", "s***", "****", "f***", "cu3", "d8", "as s", "a-s", "a s", "hi s", "12th", "ass1gned", "p455word", "f-u",
    "a.s.s.", "A5S3", "hel1", "T|T", "a$5", "5ss", "a|s",
    "ﬀ",
  ])
  func ordinaryWordsAreNot(text: String) throws {
    let lexicon = try Lexicon(DisguiseTests.list)
    for context in [text, "so \(text) it is", "Well,\n\(text)\n", String(repeating: "and so on ", count: 13) + text] {
      #expect(try LexiconTests.hits(lexicon, context) == 0, "\(context)")
    }
  }

  /// Letters that can stand for only one thing: each disguise of a random word is found, wherever it stands.
  @Test func disguisesAreFoundAtEveryPlace() throws {
    let lexicon = try Lexicon(DisguiseTests.list)
    for before in 0..<140 {
      let text = String(repeating: "x", count: before % 7) + String(repeating: " .", count: before) + " b1tch, "
      #expect(try LexiconTests.hits(lexicon, text) == 1, "\(before)")
      #expect(try LexiconTests.hits(lexicon, String(repeating: "é ", count: before) + "ѕhіt") == 1, "\(before)")
    }
  }

  @Test func hostileTextsTakeLinearTime() throws {
    let lexicon = try Lexicon(DisguiseTests.list)
    let many = 100_000
    for piece in [
      "s", "s ", "1", "a1", "s*", "*", "f*", "$", "ѕ", "\u{336}", "a\u{336}", "𝐬", "!", "s.h.", "hhh ", "sh1t ",
      "f**k ",
    ] {
      _ = try LexiconTests.hits(lexicon, String(repeating: piece, count: many))
    }
  }
}
