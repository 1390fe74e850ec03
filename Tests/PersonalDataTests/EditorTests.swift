import QuernBytes
import Testing

@testable import QuernPersonalData

@Suite struct EditorTests {
  private func edit(_ text: String, _ policy: PersonalDataPolicy) -> String? {
    var editor = PersonalDataEditor(policy)
    return edit(text, &editor)
  }

  private func edit(_ text: String, _ editor: inout PersonalDataEditor) -> String? {
    var buffer = ByteBuffer()
    buffer.append(string: text)
    var out = ByteBuffer()
    return editor.edit(buffer.bytes, into: &out) ? out.bytes.text : nil
  }

  @Test func equalValuesGetEqualSubstitutes() {
    let policy = PersonalDataPolicy()
    #expect(
      edit("a@b.co, c@d.co and a@b.co", policy)
        == "email@example.com, name@example.org and email@example.com")
    #expect(edit("nothing here", policy) == nil)
    #expect(edit("", policy) == nil)
  }

  @Test func textsDoNotInfluenceOneAnother() {
    for method in PersonalDataPolicy.Method.allCases {
      var editor = PersonalDataEditor(PersonalDataPolicy(method))
      let first = edit("mail a@b.co now, host 8.8.8.8 \n", &editor)
      _ = edit("x@y.co 8.8.4.4 z@y.co \n", &editor)
      #expect(edit("mail a@b.co now, host 8.8.8.8 \n", &editor) == first)
      #expect(first != nil)
    }
  }

  @Test func actionsDoWhatTheySay() {
    let text = "a@b.co 88.88.88.88"
    #expect(edit(text, PersonalDataPolicy(.quern, .mask)) == "[EMAIL] [IPV4]")
    #expect(edit(text, PersonalDataPolicy(.quern, .tag)) == nil)
    #expect(edit(text, PersonalDataPolicy(.quern, .keep)) == nil)
    var policy = PersonalDataPolicy(.quern, .tag, salt: Array("salt".utf8))
    policy[.email] = .hash
    var editor = PersonalDataEditor(policy)
    let hashed = edit(text, &editor)
    #expect(hashed?.count == "[EMAIL:0123456789abcdef] 88.88.88.88".count)
    #expect(hashed?.hasSuffix("] 88.88.88.88") == true)
    #expect(editor.found[.email] == 1 && editor.found[.ipv4] == 1 && editor.changed.total == 1)
    policy.salt = Array("pepper".utf8)
    #expect(edit(text, policy) != hashed)
  }

  @Test func dolmaMasksWithItsTags() {
    #expect(
      edit("Mail: a@b.co now", PersonalDataPolicy(.dolma)) == "Mail |||EMAIL_ADDRESS||| now"
        || edit("Mail: a@b.co now", PersonalDataPolicy(.dolma)) == "Mail: |||EMAIL_ADDRESS||| now")
    #expect(edit("call 202-555-0147", PersonalDataPolicy(.dolma)) == "call |||PHONE_NUMBER||| ")
  }

  @Test func keyedHashIsSipHash() {
    // The authors' vectors: key 00 to 0f, input 00, 01, … of growing length.
    let hash = KeyedHash(0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
    let input: [UInt8] = Array(0..<15)
    #expect(input.withUnsafeBytes { hash($0) } == 0xA129_CA61_49BE_45E5)
    let empty: [UInt8] = []
    #expect(empty.withUnsafeBytes { hash($0) } == 0x726F_DB47_DD0E_0E31)
  }

  @Test func checksumsKnowTheirExamples() {
    #expect(Checksums.luhn([7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 3], 11))
    #expect(!Checksums.luhn([7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 4], 11))
    #expect(Checksums.verhoeff([2, 3, 6, 3], 4))
    #expect(!Checksums.verhoeff([2, 3, 6, 4], 4))
  }
}
