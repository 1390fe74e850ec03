import QuernStreams

/// Walks through the words of a count file.
final class WordCountReader: WordCursor {
  private var decoder: WordCountDecoder

  /// - Parameter groups: the numbers that the groups of the file have in the merge.
  init(path: String, groups: [Int]) throws {
    decoder = try WordCountDecoder(path: path)
    guard decoder.header.groups.count == groups.count else {
      throw StreamError(.unreadable, path: path, message: "was changed while it was read")
    }
    super.init(groups: groups)
  }

  override func advance() throws -> Bool {
    // All at once: each access to what a class holds is checked.
    guard try decoder.advance() else { return false }
    (first, second) = (decoder.first, decoder.second)
    (group, count, word) = (groups[decoder.group], decoder.count, decoder.word)
    return true
  }
}
