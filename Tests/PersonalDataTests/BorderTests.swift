import QuernBytes
import Testing

@testable import QuernPersonalData

/// Where finds end, and the words that make them or rule them out.
@Suite struct BorderTests {
  private func find(_ text: String) -> [String] {
    var buffer = ByteBuffer()
    buffer.append(string: text)
    var scanner = PersonalDataScanner()
    scanner.scan(buffer.bytes)
    return scanner.spans.map { "\($0.kind.name):\(buffer.bytes.slice($0.start, $0.end).text)" }
  }

  @Test(arguments: [
    ("card 4111 1111 1111 1111 123 end", "credit_card:4111 1111 1111 1111"),
    ("bob@corp.com-Tel 12", "email:bob@corp.com"),
    ("anna@mill.org.2024 x", "email:anna@mill.org"),
    ("a@b.my-site.org", "email:a@b.my-site.org"),
    ("a@b.xn--p1ai", "email:a@b.xn--p1ai"),
    ("Тел: 223-45-67", "phone:223-45-67"),
    ("Телефон 223-45-67", "phone:223-45-67"),
    ("ТЕЛ. 223-45-67", "phone:223-45-67"),
    ("Моб. 223-45-67", "phone:223-45-67"),
    ("Факс 223-45-67", "phone:223-45-67"),
    ("Τηλ. 223 4567", "phone:223 4567"),
    ("Τηλέφωνο: 223 4567", "phone:223 4567"),
    ("ΤΗΛΕΦΩΝΟ 223 4567", "phone:223 4567"),
    ("Điện thoại 223 4567", "phone:223 4567"),
    ("SĐT 223 4567", "phone:223 4567"),
    ("TELÉFONO 223 4567", "phone:223 4567"),
    ("TÉL 223 4567", "phone:223 4567"),
    ("Téléphone 223 4567", "phone:223 4567"),
    ("MÓVIL 223 4567", "phone:223 4567"),
    ("Móvel 223 4567", "phone:223 4567"),
    ("هاتف 223 4567", "phone:223 4567"),
    ("तुम फोन 223 4567", "phone:223 4567"),
    ("טלפון 223 4567", "phone:223 4567"),
    ("DIRECCIÓN 8.8.8.8", "ipv4:8.8.8.8"),
    ("Адрес 8.8.8.8", "ipv4:8.8.8.8"),
    ("Mobile: 223 4567", "phone:223 4567"),
    ("Fax number: 223 4567", "phone:223 4567"),
    ("Handy. 223 4567", "phone:223 4567"),
    ("CR05 0152 0200 1026 2840 66", "iban:CR05 0152 0200 1026 2840 66"),
    ("2a00:11:15:12:30:45:01:2", "ipv6:2a00:11:15:12:30:45:01:2"),
    ("2600:1450:15:12:30:45:01:2", "ipv6:2600:1450:15:12:30:45:01:2"),
    ("dbPassword: Zk9f3QpX81LmVtR02bGh", "api_key:Zk9f3QpX81LmVtR02bGh"),
    ("AWS_SECRET_ACCESS_KEY=Zk9f3QpX81LmVtR02bGh", "api_key:Zk9f3QpX81LmVtR02bGh"),
    ("accessToken = 'Zk9f3QpX81LmVtR02bGh'", "api_key:Zk9f3QpX81LmVtR02bGh"),
    ("authtoken: Zk9f3QpX81LmVtR02bGh", "api_key:Zk9f3QpX81LmVtR02bGh"),
    ("AWSSecretKey: Zk9f3QpX81LmVtR02bGh", "api_key:Zk9f3QpX81LmVtR02bGh"),
    ("my-api-key-2: Zk9f3QpX81LmVtR02bGh", "api_key:Zk9f3QpX81LmVtR02bGh"),
  ])
  func isFound(text: String, expected: String) { #expect(find(text) == [expected]) }

  @Test(arguments: [
    "handy 1234567 things", "sms 100 000 000 users", "Mobile 2023 12345", "2023:11:15:12:30:45:01:02",
    "tokenizer: Meta-Llama-3-8B-Instruct", "tokenizer_name = \"bert-base-2020-uncased-v1\"",
    "tokens: 550e8400-e29b-41d4-a716-446655440000", "max_token_id: abcd1234efgh5678",
    "secretary: abcd1234efgh5678", "logo@2x.min.png", "pkg@1.2.3-4", "4111 1111 1111 1112 123",
  ])
  func isNotFound(text: String) { #expect(find(text) == []) }

  @Test func accountNumbersHaveTheLengthOfTheirCountry() {
    let lengths = """
      AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 \
      ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 \
      LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 MX0 NI28 NL18 NO15 OM23 PK24 PL28 \
      PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 \
      XK20 YE30
      """
    for entry in lengths.split(separator: " ") {
      let country = String(entry.prefix(2))
      let length = Int(entry.dropFirst(2)) ?? 0
      guard length > 0 else {
        #expect(find(account(country, 22)) == [])
        continue
      }
      #expect(find(account(country, length)) == ["iban:\(account(country, length))"])
      #expect(!find(account(country, length + 1)).contains { $0.hasPrefix("iban:") }, "\(country)")
      #expect(!find(account(country, length - 1)).contains { $0.hasPrefix("iban:") }, "\(country)")
    }
  }

  /// An account number of a country whose check digits are right.
  private func account(_ country: String, _ length: Int) -> String {
    let number = String((0..<length - 4).map { Character(String($0 * 7 % 10)) })
    var remainder = 0
    for character in number + country + "00" {
      let value = character.hexDigitValue.flatMap { $0 < 10 ? $0 : nil } ?? Int(character.asciiValue ?? 0) - 55
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
    }
    let check = 98 - remainder
    return country + (check < 10 ? "0" : "") + String(check) + number
  }
}
