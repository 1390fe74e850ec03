import QuernBytes

/// Carries out the pre-tokenizer of a model: cuts a text into pieces, step by step.
struct PretokenizerRunner: ~Copyable, Sendable {
  private enum Step {
    case split(TargetSearch, SplitBehavior, inverted: Bool)
    case digits(SplitBehavior)
    case whitespace
    case whitespaceSplit
    case punctuation(SplitBehavior)
    case metaspace(replacement: [UInt8], prepend: MetaspacePrepend)
    case beforeRuns([UInt8])
    case prefixSpace
    case spell
  }

  private let steps: [Step]
  /// The pieces of the text of the rewriter that ``run(_:)`` was given, in order; none is empty.
  private(set) var pieces: [Range<Int>] = []
  private var before: [Range<Int>] = []

  /// - Throws: ``TokenizerError/unsupported(_:)`` for a step that is not done here.
  init(_ pretokenizer: Pretokenizer, _ alphabet: BPEModel.Alphabet) throws(TokenizerError) {
    var compiled: [Step] = []
    switch pretokenizer {
    case .scanner(let pattern):
      compiled.append(.split(try TargetSearch(.pattern(pattern)), .isolated, inverted: false))
    case .steps(let steps):
      for step in steps { try PretokenizerRunner.compile(step, alphabet, &compiled) }
    }
    steps = compiled
  }

  private static func compile(
    _ step: PretokenizerStep, _ alphabet: BPEModel.Alphabet, _ out: inout [Step]
  ) throws(TokenizerError) {
    switch step {
    case .split(let target, let behavior, let inverted):
      out.append(.split(try TargetSearch(target), behavior, inverted: inverted))
    case .digits(let individually): out.append(.digits(individually ? .isolated : .contiguous))
    case .whitespace: out.append(.whitespace)
    case .whitespaceSplit: out.append(.whitespaceSplit)
    case .punctuation(let behavior): out.append(.punctuation(behavior))
    case .metaspace(let replacement, let prepend, let splits):
      guard !replacement.isEmpty else { throw .unsupported("pre_tokenizer Metaspace without a replacement") }
      out.append(.metaspace(replacement: Array(replacement.utf8), prepend: prepend))
      if splits { out.append(.split(try TargetSearch(.literal(replacement)), .mergedWithNext, inverted: false)) }
    case .beforeRuns(let mark):
      guard !mark.isEmpty else { throw .unsupported("a cut before nothing") }
      out.append(.beforeRuns(Array(mark.utf8)))
    case .byteLevel(let addsPrefixSpace, let splits):
      if addsPrefixSpace { out.append(.prefixSpace) }
      if splits { out.append(.split(try TargetSearch(.pattern(.gpt2)), .isolated, inverted: false)) }
      // In the alphabet of bytes tokens are kept as the bytes they stand for, so texts need no spelling.
      if alphabet != .bytes { out.append(.spell) }
    }
  }

  /// Makes ``pieces`` those of the text of `rewriter`, which some steps change.
  mutating func run(_ rewriter: inout TextRewriter) throws(TokenizerError) {
    pieces.removeAll(keepingCapacity: true)
    if rewriter.text.count > 0 { pieces.append(0..<rewriter.text.count) }
    for step in steps {
      swap(&pieces, &before)
      pieces.removeAll(keepingCapacity: true)
      let text = rewriter.text
      switch step {
      case .split(let search, let behavior, let inverted): try split(text, search, behavior, inverted)
      case .digits(let behavior): split(text, behavior, CharacterSet.isNumeric)
      case .punctuation(let behavior): split(text, behavior, CharacterSet.isPunctuation)
      case .whitespaceSplit: split(text, .removed, CharacterSet.isSpace)
      case .whitespace: cutWords(text)
      case .metaspace(let replacement, let prepend): replaceSpaces(&rewriter, replacement, prepend)
      case .beforeRuns(let mark): mark.withUnsafeBytes { cut(text, beforeRunsOf: $0) }
      case .prefixSpace: prefixSpace(&rewriter)
      case .spell: spell(&rewriter)
      }
    }
  }

  private mutating func split(
    _ text: UnsafeRawBufferPointer, _ search: TargetSearch, _ behavior: SplitBehavior, _ inverted: Bool
  ) throws(TokenizerError) {
    var cutter = PieceCutter(behavior)
    for piece in before {
      let base = piece.lowerBound
      try search.find(in: text.slice(base, piece.upperBound))
      var at = base
      for match in search.matches {
        if at < base + match.lowerBound { cutter.add(at, base + match.lowerBound, isMatch: inverted, to: &pieces) }
        at = base + match.upperBound
        cutter.add(base + match.lowerBound, at, isMatch: !inverted, to: &pieces)
      }
      if at < piece.upperBound { cutter.add(at, piece.upperBound, isMatch: inverted, to: &pieces) }
      cutter.end(&pieces)
    }
  }

  private mutating func cut(_ text: UnsafeRawBufferPointer, beforeRunsOf mark: UnsafeRawBufferPointer) {
    for piece in before {
      let part = text.slice(0, piece.upperBound)
      var start = piece.lowerBound
      while start < part.count {
        let end = PretokenizerStep.endBeforeRun(of: mark, in: part, from: start)
        pieces.append(start..<end)
        start = end
      }
    }
  }

  /// Cuts at single characters.
  @inline(__always)
  private mutating func split(
    _ text: UnsafeRawBufferPointer, _ behavior: SplitBehavior, _ isMatch: (UInt32) -> Bool
  ) {
    var cutter = PieceCutter(behavior)
    for piece in before {
      let part = text.slice(0, piece.upperBound)
      var start = piece.lowerBound
      var at = start
      while at < part.count {
        let (scalar, next) = part.scalar(at: at)
        if isMatch(scalar) {
          if start < at { cutter.add(start, at, isMatch: false, to: &pieces) }
          cutter.add(at, next, isMatch: true, to: &pieces)
          start = next
        }
        at = next
      }
      if start < part.count { cutter.add(start, part.count, isMatch: false, to: &pieces) }
      cutter.end(&pieces)
    }
  }

  /// Keeps the runs of word characters, and those of characters that are neither that nor white space.
  private mutating func cutWords(_ text: UnsafeRawBufferPointer) {
    enum Kind { case space, word, other }
    for piece in before {
      let part = text.slice(0, piece.upperBound)
      var start = piece.lowerBound
      var kind = Kind.space
      var at = start
      while at < part.count {
        let (scalar, next) = part.scalar(at: at)
        let found: Kind = CharacterSet.isSpace(scalar) ? .space : CharacterSet.isWord(scalar) ? .word : .other
        if found != kind {
          if kind != .space { pieces.append(start..<at) }
          start = at
          kind = found
        }
        at = next
      }
      if kind != .space { pieces.append(start..<part.count) }
    }
  }

  /// Puts `replacement` for spaces, and before pieces as `prepend` says.
  private mutating func replaceSpaces(
    _ rewriter: inout TextRewriter, _ replacement: [UInt8], _ prepend: MetaspacePrepend
  ) {
    let text = rewriter.text
    for piece in before {
      let start = rewriter.written
      let part = text.slice(0, piece.upperBound)
      var at = piece.lowerBound
      let startsWithIt =
        part[at] == UInt8(ascii: " ")
        || replacement.withUnsafeBytes {
          $0.count <= piece.count && $0.hasSameBytes(as: part.slice(at, at + $0.count))
        }
      let wantsIt =
        switch prepend {
        case .always: true
        case .first: rewriter.source(at, at + 1).start == 0
        case .never: false
        }
      if wantsIt && !startsWithIt { rewriter.put(replacement, for: at, at) }
      while let space = part.firstOffset(of: UInt8(ascii: " "), from: at) {
        rewriter.copy(at, space)
        rewriter.put(replacement, for: space, space + 1)
        at = space + 1
      }
      rewriter.copy(at, part.count)
      pieces.append(start..<rewriter.written)
    }
    rewriter.finish()
  }

  /// Puts a space before pieces that begin with none.
  private mutating func prefixSpace(_ rewriter: inout TextRewriter) {
    let text = rewriter.text
    for piece in before {
      let start = rewriter.written
      if text[piece.lowerBound] != UInt8(ascii: " ") {
        rewriter.put([UInt8(ascii: " ")], for: piece.lowerBound, piece.lowerBound)
      }
      rewriter.copy(piece.lowerBound, piece.upperBound)
      pieces.append(start..<rewriter.written)
    }
    rewriter.finish()
  }

  /// Spells the bytes of pieces in the byte alphabet; all bytes of a character come from the whole of it.
  private mutating func spell(_ rewriter: inout TextRewriter) {
    let text = rewriter.text
    for piece in before {
      let start = rewriter.written
      var at = piece.lowerBound
      while at < piece.upperBound {
        let next = text.scalar(at: at).next
        for place in at..<next { rewriter.put(ByteAlphabet.spellings[Int(text[place])], for: at, next) }
        at = next
      }
      pieces.append(start..<rewriter.written)
    }
    rewriter.finish()
  }
}
