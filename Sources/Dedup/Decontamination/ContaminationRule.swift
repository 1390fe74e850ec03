/// How documents are searched for the items of benchmarks.
public enum ContaminationRule: String, CaseIterable, Sendable {
  /// Runs of 13 words, as GPT-3's training data was searched ("Language Models are Few-Shot Learners", appendix C).
  ///
  /// A word is what stands between white space, lower-cased and without punctuation; characters of scripts without
  /// spaces are words of their own, which the paper does not say. Of each text of an item all runs of 13 words count,
  /// of a text of 8 to 12 words the whole. A run that more than 10 documents hold counts for nothing. 200 characters
  /// around what was found go too; pieces below 200 characters go; a document that falls into more than 10 pieces goes.
  case gpt3 = "gpt3-13gram"
  /// Runs of 12 words, as datatrove 0.10.1 does (`NGramsDecontIndexer` and `NGramsDecontFilter` with their defaults).
  ///
  /// The runs are those of the answer, and those that overlap both question and answer; of an item without an answer
  /// those of its texts. Words are spaCy's English ones of the simplified text. One run suffices.
  case datatrove = "datatrove-12gram"
  /// Whole paragraphs of 13 words or more, as Dolma's decontamination does.
  ///
  /// A paragraph is a line; its length is counted in segments of UAX #29 that are no white space. Dolma compares the
  /// bytes; here two paragraphs are the same when their words are, so case, punctuation and white space do not matter.
  /// Dolma keeps paragraphs in a Bloom filter; benchmarks are small, so here they are in a table of hashes, which has
  /// no false positives to speak of (64 bits).
  case paragraph
  /// Sampled runs of 5 words, from which a match is extended over edits, as in allenai/decon.
  ///
  /// Tokens are words here, where decon has those of cl100k. Every tenth place of a document is looked up. From one
  /// that an item's question holds, the match grows to both sides until 11 places in a row are not the question's. Its
  /// score is the share of the question's runs that were found, each weighted by how rare it is among the questions.
  /// Where the item has an answer, the words behind the question are searched for it, and it counts for a quarter.
  case overlap
}

/// What becomes of documents in which an item of a benchmark was found.
public enum ContaminationAction: String, CaseIterable, Sendable {
  /// They stay, and are reported.
  case tag
  /// They go.
  case drop
  /// What was found is cut out of them.
  case cut

  /// What the rule's makers do.
  public static func standard(for rule: ContaminationRule) -> ContaminationAction { rule == .gpt3 ? .cut : .drop }
}

/// The numbers of the rules.
public enum ContaminationSettings {
  /// Words of a run for ``ContaminationRule/gpt3``.
  public static let gpt3Words = 13
  /// The fewest words of a text that is looked for as a whole.
  public static let gpt3ShortWords = 8
  /// A run that more documents hold is no contamination.
  public static let gpt3Documents = 10
  /// Characters that go on both sides of a run, and the fewest of a piece that stays.
  public static let gpt3Characters = 200
  /// A document that falls into more pieces goes.
  public static let gpt3Pieces = 10
  /// Words of a run for ``ContaminationRule/datatrove``.
  public static let datatroveWords = 12
  /// The fewest segments of a paragraph.
  public static let paragraphWords = 13
  /// The fewest of them that are words with letters or digits: only these are compared, and a line of operators with one
  /// word among them would be found wherever that word stands alone.
  public static let paragraphLeastWords = 8
  /// Words of a run for ``ContaminationRule/overlap``.
  public static let overlapWords = 5
  /// One place in so many is looked up.
  public static let overlapStep = 10
  /// A match ends before so many places in a row that are not the item's.
  public static let overlapMisses = 11
  /// The fewest words of a question. decon asks for 20 tokens of cl100k, which are about 15 English words.
  public static let overlapLeastWords = 15
  /// The fewest different words of a question.
  public static let overlapLeastDistinct = 4
  /// Up to so many words, all of the question must be found.
  public static let overlapPerfectWords = 20
  /// From so many words on, ``overlapThreshold`` suffices; in between the line goes straight.
  public static let overlapFullWords = 50
  /// The score that long questions need.
  public static let overlapThreshold = 0.8
  /// Runs that more questions hold start no match.
  public static let overlapHotItems = 256
  /// Of the items that share a run or paragraph, so many are named.
  public static let namedItems = 64
}
