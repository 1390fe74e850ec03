import QuernBytes
import QuernPersonalData
import QuernText

/// What a step does to the text before its rules are tried.
public enum TextEdit: Hashable, Sendable {
  /// Brings the text into a normalisation form.
  case normalize(NormalizationForm)
  /// Takes personal data out.
  case personalData(PersonalDataPolicy)
  /// Takes out lines that belong to a site and not to its text.
  case boilerplate
  /// Takes out lines that many documents have.
  case repeatedLines(RepeatedLineRule)
  /// Takes lines out as C4 does; those without terminal punctuation only if asked for.
  case c4(requiresTerminal: Bool)
  /// Repairs what hardly any text means: mojibake, entities, stray characters.
  case repair(RepairKinds)
  /// Cuts the lines that dolma's C4 taggers mark: open ones and short ones.
  case dolmaLines
  /// Leaves at most two line ends in a row.
  case dclmLineEnds
  /// Cuts the lines and phrases that DCLM's line modifiers cut.
  case dclmLines
  /// Cuts the sentences whose toxicity is this or more.
  case toxicSentences(from: Double)

  /// The measurement whose values the edit yields itself, if any.
  var measurement: Measurement? {
    switch self {
    case .personalData: .personalData
    case .boilerplate: .boilerplate
    case .repeatedLines: .repeatedLines
    case .c4: .c4
    case .dclmLines: .dclmRemovedWords
    case .toxicSentences: .toxicity
    default: nil
    }
  }

  /// What it needs beside the text.
  var resource: CleaningResource? {
    switch self {
    case .toxicSentences: .toxicity
    default: nil
    }
  }

  /// The name in plans: two edits of one name do the same.
  public var name: String {
    switch self {
    case .normalize(let form): form.rawValue
    case .personalData(let policy): policy.planName
    case .boilerplate: "boilerplate"
    case .repeatedLines(let rule): rule.planName
    case .c4(let requiresTerminal): requiresTerminal ? "c4" : "c4 without line ends"
    case .repair(let kinds): "repair of \(kinds.kinds.map(\.rawValue).joined(separator: ", "))"
    case .dolmaLines: "dolma.lines"
    case .dclmLineEnds: "dclm.line_ends"
    case .dclmLines: "dclm.lines"
    case .toxicSentences(let score): "toxicity.sentences from \(score)"
    }
  }
}

/// What was changed in a text, by kind.
public enum EditKind: String, CaseIterable, Sendable {
  /// The text was brought into NFC.
  case nfc
  /// The text was brought into NFKC.
  case nfkc
  /// Lines about cookies, rights and terms, and of navigation were taken out.
  case cookieLines = "lines.cookies"
  case legalLines = "lines.legal"
  case navigationLines = "lines.navigation"
  /// Lines that many documents have were taken out.
  case repeatedLines = "lines.repeated"
  /// Personal data was replaced, masked or hashed.
  case piiAPIKey = "pii.api_key"
  case piiEmail = "pii.email"
  case piiIBAN = "pii.iban"
  case piiCreditCard = "pii.credit_card"
  case piiNationalID = "pii.national_id"
  case piiIPv6 = "pii.ipv6"
  case piiIPv4 = "pii.ipv4"
  case piiPhone = "pii.phone"
  /// A line was taken out by the rules of C4.
  case c4Lines = "c4.lines"
  /// A citation mark was taken out by the rules of C4.
  case c4Citations = "c4.citations"
  /// The rules of C4 changed nothing but line ends and the white space around lines.
  case c4Spaces = "c4.spaces"
  /// A place was repaired; see ``RepairKind``.
  case repairedEntity = "repair.entities"
  case repairedMojibake = "repair.mojibake"
  case repairedLineEnd = "repair.line_ends"
  case repairedControl = "repair.controls"
  case repairedZeroWidth = "repair.zero_width"
  case repairedBidi = "repair.bidi"
  case repairedTag = "repair.tags"
  case repairedPrivateUse = "repair.private_use"
  case repairedReplacement = "repair.replacement"
  case repairedSpace = "repair.spaces"
  case repairedLigature = "repair.ligatures"
  case repairedWidth = "repair.widths"
  case repairedQuote = "repair.quotes"
  case repairedChinese = "repair.simplified"
  /// Lines that dolma's C4 taggers mark were cut.
  case dolmaLines = "dolma.lines"
  /// Runs of more than two line ends were cut.
  case dclmLineEnds = "dclm.line_ends"
  /// Lines were cut or shortened by DCLM's line modifiers.
  case dclmLines = "dclm.lines"
  /// A sentence was cut because of its toxicity.
  case toxicSentences = "toxicity.sentences"
}

/// How often each kind of edit was made in a document.
public struct EditCounts: Equatable, Sendable {
  /// The kinds of which there is at least one, in the order in which they were first made.
  public private(set) var entries: [Entry] = []

  /// A kind and its count.
  public struct Entry: Equatable, Sendable {
    /// What was done.
    public let kind: EditKind
    /// How many spans of text were changed by it.
    public internal(set) var count: Int
  }

  /// Whether nothing was changed.
  public var isEmpty: Bool { entries.isEmpty }

  /// How often `kind` was made.
  public subscript(kind: EditKind) -> Int { entries.first { $0.kind == kind }?.count ?? 0 }

  /// Adds `count` edits of `kind`.
  mutating func add(_ kind: EditKind, _ count: Int = 1) {
    guard count > 0 else { return }
    if let index = entries.firstIndex(where: { $0.kind == kind }) {
      entries[index].count += count
    } else {
      entries.append(Entry(kind: kind, count: count))
    }
  }
}

/// Makes the edits of one thread's documents.
struct TextEditor: ~Copyable {
  /// The lines that many documents have, once they are known.
  let repeatedLines: CommonLines?
  /// The source of the documents.
  let source: [UInt8]
  private var personalData: [PersonalDataPolicy: PersonalDataStep] = [:]
  private var c4 = C4Editor()
  private var repairs = RepairEditor()
  private var dclm = DCLMEditor()
  private var boilerplate: BoilerplateLines?

  init(repeatedLines: CommonLines? = nil, source: String = "") {
    self.repeatedLines = repeatedLines
    self.source = Array(source.utf8)
  }

  /// Writes the edited text of `view` to `out`, unless nothing changes.
  ///
  /// - Parameters:
  ///   - values: where the values of the edit's own measurement go, if it has one.
  ///   - counts: what was changed is added to it.
  /// - Returns: whether the text was changed; if not, `out` holds nothing of use.
  /// - Throws: ``CleaningError/text(_:)`` when ICU fails (a text of 2 GiB and above).
  mutating func apply(
    _ edit: TextEdit, to view: inout TextView, _ resources: CleaningResources, into out: inout ByteBuffer,
    values: UnsafeMutableBufferPointer<Double>, counts: inout EditCounts
  ) throws(CleaningError) -> Bool {
    switch edit {
    case .c4(let requiresTerminal):
      return try c4.edit(&view, requiresTerminal: requiresTerminal, into: &out, values: values, counts: &counts)
    case .normalize(let form): return try normalize(view.bytes, form, into: &out, &counts)
    case .repair(let kinds): return try repairs.edit(view.bytes, kinds, into: &out, counts: &counts)
    case .dolmaLines: return count(.dolmaLines, DolmaC4.cut(view.bytes, into: &out), &counts)
    case .dclmLineEnds: return count(.dclmLineEnds, DCLMEditor.joinLineEnds(view.bytes, into: &out), &counts)
    case .dclmLines:
      let edits = dclm.cutLines(view.bytes, into: &out)
      let before = DCLMWords.wordsOfFastText(view.bytes)
      let removed = before - DCLMWords.wordsOfFastText(out.bytes)
      values[Signal.dclmRemovedWords.slot] = before == 0 ? 1 : share(removed, before)
      // Cutting the white space around the text is no edit of a line, but changes the text as well.
      if edits == 0 && out.count != view.bytes.count { counts.add(.dclmLines) }
      return count(.dclmLines, edits, &counts) || out.count != view.bytes.count
    case .toxicSentences(let score):
      let cut = view.toxicity.cut(view.bytes, from: score, resources, into: &out, values: values)
      return count(.toxicSentences, cut, &counts)
    case .personalData(let policy):
      let step = personalData[policy] ?? PersonalDataStep(policy)
      personalData[policy] = step
      return step.apply(view.bytes, into: &out, values: values, counts: &counts)
    case .boilerplate:
      let lines = boilerplate ?? BoilerplateLines()
      boilerplate = lines
      return lines.apply(view.bytes, into: &out, values: values, counts: &counts)
    case .repeatedLines:
      // Where nothing was counted yet, texts are only looked at.
      guard let repeatedLines else { return false }
      let document = CleaningDocument(text: view.bytes, url: view.url)
      return source.withUnsafeBytes {
        repeatedLines.apply(document, $0, into: &out, values: values, counts: &counts)
      }
    }
  }

  /// Notes edits; whether there are any.
  private func count(_ kind: EditKind, _ edits: Int, _ counts: inout EditCounts) -> Bool {
    counts.add(kind, edits)
    return edits > 0
  }

  private mutating func normalize(
    _ text: UnsafeRawBufferPointer, _ form: NormalizationForm, into out: inout ByteBuffer, _ counts: inout EditCounts
  ) throws(CleaningError) -> Bool {
    do {
      guard try Normalizer(form).normalize(text, into: &out) else { return false }
    } catch {
      throw .text(error)
    }
    switch form {
    case .none: return false
    case .nfc: counts.add(.nfc)
    case .nfkc: counts.add(.nfkc)
    }
    return true
  }
}
