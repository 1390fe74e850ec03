import QuernBytes
import QuernJSON

extension BPEModel {
  /// A hash of everything that decides ids and bytes: what is done to texts, version of Unicode, ``regexEngine``, merges,
  /// tokens, added tokens and the decoder. What a file puts around texts is left out, since encoding leaves it out.
  ///
  /// The same vocabulary has the same fingerprint whatever file it came from, so long as the files say the same of
  /// special tokens. O(vocabulary).
  public var fingerprint: Hash128 {
    var out = ByteBuffer()
    out.append("quern-bpe-1")
    out.append(sized: pretokenizer.pattern?.rawValue ?? "steps")
    out.append(sized: SplitPattern.unicodeVersion)
    out.append(wholeWordsMatter ? 1 : 0)
    out.append(varint: UInt64(byteIDsInOrder.count))
    for id in byteIDsInOrder { out.append(varint: UInt64(id)) }
    out.append(varint: UInt64(merges.count))
    for merge in merges {
      out.append(varint: UInt64(merge.left))
      out.append(varint: UInt64(merge.right))
      out.append(varint: UInt64(merge.result))
    }
    for id in 0..<UInt32(store.count) {
      out.append(varint: UInt64(store[id].count))
      out.append(store[id])
    }
    out.append(varint: UInt64(addedTokens.count))
    for token in addedTokens {
      out.append(varint: UInt64(token.id))
      out.append(sized: token.content)
      out.append(token.isSpecial ? 1 : 0)
      // Whether a token is looked for in the second pass tells only where there is a first one too.
      let isSecond = token.isNormalized && (!normalizer.isEmpty || addedTokens.contains { !$0.isNormalized })
      var flags: UInt8 = isSecond ? 1 : 0
      if token.isSingleWord { flags |= 2 }
      if token.stripsLeft { flags |= 4 }
      if token.stripsRight { flags |= 8 }
      out.append(flags)
    }
    if alphabet != .bytes || !normalizer.isEmpty || pretokenizer.pattern == nil || decoderSteps != [.byteLevel] {
      appendComponents(to: &out)
    }
    if let regexEngine { out.append(sized: regexEngine) }
    return XXH3.hash128(out.bytes)
  }

  private var byteIDsInOrder: [UInt32] {
    switch alphabet {
    case .bytes: (0..<256).map { byteIDs[$0] }
    case .characters(let rule): rule.byteTokens
    }
  }

  /// What only a tokenizer.json can ask for, as it says it.
  private func appendComponents(to out: inout ByteBuffer) {
    var json = JSONWriter()
    json.beginArray()
    writeNormalizer(to: &json)
    writePretokenizer(to: &json)
    writeDecoder(to: &json)
    if case .characters(let rule) = alphabet {
      json.number(rule.unknown.map { Int($0) } ?? -1)
      json.bool(rule.fusesUnknown)
    }
    json.endArray()
    out.append(sized: json.buffer.bytes.text)
  }

  /// Whether keeping a pretoken that is a token whole ever gives other ids than merging it.
  var wholeWordsMatter: Bool {
    guard keepsWholeWords else { return false }
    // By ranks each merge leads to one token, so it is known how many are reached.
    if semantics == .ranks && merges.count + 256 == wordIDs.count { return false }
    return firstUnreachable(amongSinglePretokens: true, of: wordIDs) != nil
  }

  /// The first of `ids` whose bytes do not merge to it; with `amongSinglePretokens` only those that the pattern can cut.
  func firstUnreachable(amongSinglePretokens: Bool, of ids: [UInt32]) -> UInt32? {
    var merger = Merger()
    for id in ids {
      let bytes = store[id]
      merger.merge(bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), bytes.count, self)
      if merger.ids.count == 1 && merger.ids[0] == id { continue }
      if amongSinglePretokens, let pattern = pretokenizer.pattern,
        pattern.endOfPretoken(in: bytes, from: 0) < bytes.count
      {
        continue
      }
      return id
    }
    return nil
  }
}
