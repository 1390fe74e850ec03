import QuernBytes
import QuernText
import Testing

@testable import QuernCleaning

@Suite struct RepairTests {
  private func cleaned(_ text: String, _ options: CleaningOptions) throws -> (text: String, edits: [String: Int]) {
    var cleaner = Cleaner(plan: try CleaningPlan(options))
    var source = ByteBuffer()
    source.append(string: text)
    let verdict = try cleaner.clean(source.bytes, route: 0)
    var edits: [String: Int] = [:]
    for entry in verdict.edits.entries { edits[entry.kind.rawValue] = entry.count }
    return (cleaner.text.text, edits)
  }

  @Test func repairComesBeforeNormalisation() throws {
    var options = CleaningOptions(normalization: .nfc, routes: [CleaningRoute(profiles: [])])
    options.repair = .standard
    // Without the joiner between them, letter and mark compose.
    let got = try cleaned("cafÃ© e\u{200B}\u{301}\r\n", options)
    #expect(got.text.utf8.elementsEqual("café é\n".utf8))
    #expect(
      got.edits == ["repair.mojibake": 1, "repair.zero_width": 1, "repair.line_ends": 1, "nfc": 1])
    let same = try cleaned("café\n", options)
    #expect(same.edits.isEmpty)
  }

  @Test func theProfileDoesTheSame() throws {
    let got = try cleaned(
      "Fish &amp; chips e\u{301}", CleaningOptions(routes: [CleaningRoute(profiles: ["repair", "basic"])]))
    #expect(got.text.utf8.elementsEqual("Fish & chips é".utf8))
    #expect(got.edits == ["repair.entities": 1, "nfc": 1])
  }

  @Test func kindsHaveNames() throws {
    #expect(try RepairKinds(names: ["standard"]) == .standard)
    #expect(try RepairKinds(names: ["mojibake", "widths"]) == RepairKinds([.mojibake, .widths]))
    #expect(try RepairKinds(names: ["standard", "no-entities", "quotes"]).contains(.entities) == false)
    #expect(throws: CleaningError.self) { try RepairKinds(names: ["mojibakes"]) }
    #expect(throws: CleaningError.self) { try RepairKinds(names: [""]) }
    for kind in RepairKind.allCases { #expect(EditKind(kind).rawValue == "repair.\(kind.rawValue)") }
  }

  @Test func plansWithOtherRepairsDiffer() throws {
    var options = CleaningOptions(routes: [CleaningRoute(profiles: ["basic"])])
    let plain = try CleaningPlan(options)
    options.repair = [.init([.mojibake])]
    let repairing = try CleaningPlan(options)
    #expect(plain.routes[0].steps.compactMap(\.edit).count + 1 == repairing.routes[0].steps.compactMap(\.edit).count)
  }
}
