import QuernBytes
import TestSupport
import Testing

@testable import QuernPersonalData

/// What our own rules take for personal data, and what they must not.
@Suite struct PatternTests {
  private func find(_ text: String, _ kinds: PersonalDataKinds = .all) -> [String] {
    var buffer = ByteBuffer()
    buffer.append(string: text)
    var scanner = PersonalDataScanner(kinds: kinds)
    scanner.scan(buffer.bytes)
    return scanner.spans.map { "\($0.kind.name):\(buffer.bytes.slice($0.start, $0.end).text)" }
  }

  @Test(arguments: [
    ("Write to anna.b+tag@mail.example.co.uk, please.", "email:anna.b+tag@mail.example.co.uk"),
    ("<carl_d@site.org>", "email:carl_d@site.org"),
    ("'quoted@host.com'", "email:quoted@host.com"),
    ("zoë@exämple.de!", "email:zoë@exämple.de"),
    ("联系我foo@bar.com请", "email:foo@bar.com"),
    ("邮箱：13812345678@qq.com。", "email:13812345678@qq.com"),
    ("mailto:x@y.museum?subject=1", "email:x@y.museum"),
    ("host 8.8.8.8.", "ipv4:8.8.8.8"),
    ("IP: 1.1.1.1", "ipv4:1.1.1.1"),
    ("pinged 77.55.137.189 twice", "ipv4:77.55.137.189"),
    ("my social security number 219099999", "national_id:219099999"),
    ("http://151.101.1.140:8080/x", "ipv4:151.101.1.140"),
    ("at 2001:4860:4860::8888, or", "ipv6:2001:4860:4860::8888"),
    ("[2a00:1450:4001:82b:0:0:0:200e]:443", "ipv6:2a00:1450:4001:82b:0:0:0:200e"),
    ("call +44 20 7946 0958 now", "phone:+44 20 7946 0958"),
    ("+44 (0)20 7946 0958", "phone:+44 (0)20 7946 0958"),
    ("+1-202-555-0147", "phone:+1-202-555-0147"),
    ("(202) 555-0147", "phone:(202) 555-0147"),
    ("202-555-0147.", "phone:202-555-0147"),
    ("手机13812345678，", "phone:13812345678"),
    ("Tel.: 030 1234567", "phone:030 1234567"),
    ("电话：010-62345678", "phone:010-62345678"),
    ("Tél. 01 23 45 67 89", "phone:01 23 45 67 89"),
    ("0049 30 1234567", "phone:0049 30 1234567"),
    ("+4930901820", "phone:+4930901820"),
    ("card 4111 1111 1111 1111 ok", "credit_card:4111 1111 1111 1111"),
    ("5500005555555559", "credit_card:5500005555555559"),
    ("3782 822463 10005", "credit_card:3782 822463 10005"),
    ("IBAN: GB82 WEST 1234 5698 7654 32.", "iban:GB82 WEST 1234 5698 7654 32"),
    ("DE89370400440532013000", "iban:DE89370400440532013000"),
    ("NO93 8601 1117 947", "iban:NO93 8601 1117 947"),
    ("身份证号11010519491231002X。", "national_id:11010519491231002X"),
    ("SSN 219-09-9999", "national_id:219-09-9999"),
    ("CPF 529.982.247-25", "national_id:529.982.247-25"),
    ("codice RSSMRA85T10A562S", "national_id:RSSMRA85T10A562S"),
    ("DNI 12345678Z", "national_id:12345678Z"),
    ("NIE X1234567L", "national_id:X1234567L"),
    ("personnummer 811218-9876", "national_id:811218-9876"),
    ("PESEL 44051401359", "national_id:44051401359"),
    ("2 55 08 14 168 025 38", "national_id:2 55 08 14 168 025 38"),
    ("key AKIAIOSFODNN7EXAMPLE", "api_key:AKIAIOSFODNN7EXAMPLE"),
    (
      "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
      "api_key:ghp_16C7e42F292c6912E7710c838347Ae178B4a"
    ),
    (
      "api_key = \"Zk9f3QpX81LmVtR02bGh\"",
      "api_key:Zk9f3QpX81LmVtR02bGh"
    ),
    (
      "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
      "api_key:eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
    ),
  ])
  func isFound(text: String, expected: String) { #expect(find(text) == [expected]) }

  @Test(arguments: [
    "bob@localhost", "@twitter", "logo@2x.png", "pkg@1.2.3", "a @ b.c", "x@-y.com", "@interface", "1@2.3",
    "version 1.2.3.4", "v1.1.1.1", "256.1.1.1", "1.2.3.4.5", "10.0.0.1", "192.168.1.1", "01.2.3.4", "chapter 1.1.1.1a",
    "std::dec", "10:20:30:40", "a::b", "fe80::1", "2001:db8::1", "00:1a:2b:3c:4d:5e", "abcd::ef::1",
    "2024-01-15", "15.01.2024", "01/02/2024 03:04", "2019-2024", "tel 2019-2020", "0-306-40615-2", "978-3-16-148410-0",
    "order 202-555-0147", "order #2025550147", "1 234 567 890", "3.14159265", "1,234,567,890", "isbn 0306406152",
    "invoice 020 7946 0958", "$123-456-7890", "id_13812345678", "C++11 and +12", "UTC+0200", "+999 123 456 789",
    "4111 1111 1111 1112", "1234567812345670", "0000 0000 0000 0000", "GB82 WEST 1234 5698 7654 33",
    "11010519491231002x1", "110105194912310021", "000-12-3456", "666-12-3456", "123-45-678", "900-12-3456",
    "529.982.247-26", "12345678A", "12345678Z", "2001JGR...10623429M", "social media >>194044233", "Radmin 3.4.0.0",
    "Browser 8.2.1.212",
    "Portable 2.66 06-14", "RSSMRA85T10A562T", "sk-learn-contrib-library", "AKIA-not-a-key-0000",
    "a-very-long-slug-in-a-url-2024-01-15", "ThisIsAVeryLongIdentifierName", "token = some_function_name_here",
    "000 111 222", "0123456789012345678901234567890", "1.1.1.1.1.1", "12-12-12-12-12-12-12", "page 100-200-3000",
  ])
  func isNotFound(text: String) { #expect(find(text) == []) }

  @Test func privateKeysAreFoundWhole() {
    let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\nabc+/=\n-----END RSA PRIVATE KEY-----"
    #expect(find("x\n\(key)\ny") == ["api_key:\(key)"])
    #expect(find("-----BEGIN PRIVATE KEY-----\nMIIE\nthe rest") == ["api_key:-----BEGIN PRIVATE KEY-----\nMIIE\nthe"])
    #expect(find("a PRIVATE KEY is private") == [])
    let hostile = String(repeating: "-----BEGIN PRIVATE KEY-----\n", count: 3)
    #expect(find(hostile).count >= 1)
  }

  @Test func findsDoNotDependOnWhereTheyStand() {
    // At every place relative to the blocks of 64 bytes.
    for shift in 0..<130 {
      let text = String(repeating: "x ", count: shift / 2) + String(repeating: " ", count: shift % 2)
      #expect(
        find(text + "ghp_16C7e42F292c6912E7710c838347Ae178B4a a@b.co 88.88.88.88 +442079460958 2001:4860::1 ")
          == [
            "api_key:ghp_16C7e42F292c6912E7710c838347Ae178B4a", "email:a@b.co", "ipv4:88.88.88.88",
            "phone:+442079460958",
            "ipv6:2001:4860::1",
          ], "\(shift)")
    }
  }

  /// What is looked for beside a kind does not change what is found of it, but for overlaps.
  @Test func randomTextIsHandled() {
    var random = RandomGenerator(seed: 503)
    let pieces = [
      "+", "1", "22", "333", "4444", "0", "00", "-", ".", " ", "(", ")", "/", "@", ":", "::", "a", "Z", "é", "漢",
      "\u{A0}",
      "–", "key=", "eyJ", "AKIA", "tel ", "GB82", "\n", "PRIVATE KEY-----", "-----BEGIN ", "-----END ", "x.com",
    ]
    for _ in 0..<20_000 {
      var text = ""
      for _ in 0..<random.next(below: 30) { text += random.pick(pieces) }
      var buffer = ByteBuffer()
      buffer.append(string: text)
      var scanner = PersonalDataScanner()
      scanner.scan(buffer.bytes)
      var last = 0
      for span in scanner.spans {
        #expect(span.start >= last && span.end > span.start && span.end <= buffer.count, "\(text.debugDescription)")
        // Spans begin and end at characters.
        #expect(buffer.bytes[span.start] & 0xC0 != 0x80)
        if span.end < buffer.count { #expect(buffer.bytes[span.end] & 0xC0 != 0x80) }
        last = span.end
      }
    }
  }

  @Test func hostileTextTakesLinearTime() {
    let patterns = [
      "@", "a@", "a@a.", "1.", "1 ", "0-", "(", "::", "2001:", "1:", "eyJ.", "a", "-", "9", "+1 ", "tel ", "1.1.1.1.",
      "-----BEGIN PRIVATE KEY-----", " @", "GB82", "key=", "a.a@a", "?@ ", "é@", "PRIVATE KEY", " 555 ", ".",
    ]
    let clock = ContinuousClock()
    for pattern in patterns {
      for method in PersonalDataPolicy.Method.allCases {
        var editor = PersonalDataEditor(PersonalDataPolicy(method, .mask))
        var buffer = ByteBuffer()
        buffer.append(string: String(repeating: pattern, count: (1 << 20) / pattern.utf8.count))
        var out = ByteBuffer()
        let time = clock.measure { _ = editor.edit(buffer.bytes, into: &out) }
        #expect(time < .seconds(8), "\(method) \(pattern): \(time)")
      }
    }
  }
}
