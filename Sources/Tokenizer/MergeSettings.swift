/// What a merge table is told of the training.
struct MergeSettings {
  /// The length of each token that words start from, by id.
  var lengths: [UInt32]
  /// No id will be higher.
  var highestID: UInt32
  /// The most merges that will be asked for.
  var merges: Int
  /// Pairs below this count are never merged; at least 1.
  var minimum: Int64 = 1
  /// The most that a token may have in length; nil for any.
  var longestToken: Int?
  /// How many threads merge where there is enough to do.
  var threads = 1
  /// More rows than this are enough to do: waking the others takes as long as merging in some hundred.
  var worthSharing = 1_000
  /// Bytes that rows and pairs may take; nil for what is best.
  var memory: Int?
}
