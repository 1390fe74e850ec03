import QuernBytes
import QuernDocuments
import QuernStreams
import TestSupport

@testable import QuernDedup

/// An index of items with one text each.
func index(_ rule: ContaminationRule, _ texts: [String], answers: [String?] = []) throws -> ContaminationIndex {
  var builder = try ContaminationIndexBuilder(rule, limit: 1 << 30)
  for (number, text) in texts.enumerated() {
    let answer = number < answers.count ? answers[number] : nil
    try builder.add(
      BenchmarkItem(
        benchmark: 0, document: DocumentID(file: 1, line: number), id: [], texts: [Array(text.utf8)],
        answers: answer.map { [Array($0.utf8)] } ?? []))
  }
  return builder.finish()
}

/// What a text shares with an index.
func find(_ index: ContaminationIndex, in text: String, common: Set<UInt32> = []) -> ContaminationFinding? {
  var scanner = ContaminationScanner(index, common: common)
  return withBytes(Array(text.utf8)) { scanner.find(in: $0) }
}

/// The items that a text holds.
func items(_ index: ContaminationIndex, in text: String) -> [Int] {
  find(index, in: text)?.matches.map(\.item) ?? []
}

/// GPT-3's words of a text, by the plainest means.
func plainWords(_ text: String, vanishes: Bool = true) -> [String] {
  var words: [String] = []
  var word = ""
  func close() {
    if !word.isEmpty { words.append(word) }
    word = ""
  }
  for scalar in text.unicodeScalars {
    let properties = scalar.properties
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      if isUnspaced(scalar) {
        close()
        words.append(String(scalar))
      } else {
        word += String(scalar).folded
      }
    default:
      let isInvisible = [0xAD, 0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060].contains(scalar.value)
      if properties.isWhitespace || !vanishes && !isInvisible { close() }
    }
  }
  close()
  return words
}

private func isUnspaced(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x4E00...0x9FFF, 0x3041...0x3096, 0x30A1...0x30FA, 0x0E01...0x0E3A, 0x0E40...0x0E4E: true
  default: false
  }
}

extension String {
  /// Folded as far as the tests' letters need it.
  fileprivate var folded: String { self == "ß" ? "ss" : self == "ς" ? "σ" : lowercased() }
}

/// The items of which a run of `length` words stands in a text, by comparing all with all.
func plainMatches(_ texts: [String], in text: String, length: Int, short: Int) -> [Int] {
  let words = plainWords(text)
  func holds(_ run: ArraySlice<String>) -> Bool {
    words.indices.contains { $0 + run.count <= words.count && words[$0..<$0 + run.count] == run }
  }
  return texts.indices.filter { item in
    let own = plainWords(texts[item])
    if own.count < short { return false }
    if own.count < length { return holds(own[...]) }
    return (0...own.count - length).contains { holds(own[$0..<$0 + length]) }
  }
}

/// The texts of one field of a shared file of JSON Lines.
func sharedTexts(_ path: String, fields: [String]) throws -> [String] {
  let reader = try LineBlockReader(path: path, maxLine: 1 << 30)
  let block = LineBlock()
  var texts: [String] = []
  while reader.next(into: block) {
    for line in block.buffer.bytes.split(separator: 0x0A) {
      let item = try BenchmarkItem.read(
        UnsafeRawBufferPointer(rebasing: line), fields: BenchmarkFields(texts: fields), idField: nil, benchmark: 0,
        document: DocumentID(file: 0, line: 0))
      texts.append(item?.texts.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n") ?? "")
    }
  }
  return texts
}
