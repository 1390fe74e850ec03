import Testing

@testable import QuernText

@Suite struct LanguageCodeTests {
  @Test(arguments: [
    ("en", "eng"), ("eng", "eng"), ("eng_Latn", "eng"), ("zh", "zho"), ("zho", "zho"), ("cmn_Hani", "zho"),
    ("de", "deu"),
    ("arb_Arab", "ara"), ("swh", "swa"), ("yue", "yue"), ("pt", "por"), ("nl", "nld"),
  ])
  func oneLanguageHasOneCode(code: String, language: String) { #expect(LanguageCode(code).language == language) }

  @Test func codesMeanLabels() {
    let short = ["en", "zh", "de", "yue"]
    let long = ["eng_Latn", "zho_Hans", "zho_Hant", "deu_Latn"]
    #expect(LanguageCode.labels(for: "eng", among: short) == ["en"])
    #expect(LanguageCode.labels(for: "zho_Hans", among: short) == ["zh"])
    #expect(LanguageCode.labels(for: "zh", among: long) == ["zho_Hans", "zho_Hant"])
    #expect(LanguageCode.labels(for: "zh_Hant", among: long) == ["zho_Hant"])
    #expect(LanguageCode.labels(for: "zh-hans", among: long) == ["zho_Hans"])
    #expect(LanguageCode.labels(for: "ZH-HANT", among: long) == ["zho_Hant"])
    #expect(LanguageCode.labels(for: "de-1996", among: long) == ["deu_Latn"])
    #expect(LanguageCode("de-1996").script == nil && LanguageCode("deu_latn").script == "Latn")
    #expect(LanguageCode.labels(for: "fr", among: long) == [])
    #expect(LanguageCode.labels(for: "script:Latn", among: ["script:Latn"]) == ["script:Latn"])
    #expect(LanguageCode.labels(for: "", among: short) == [])
  }
}
