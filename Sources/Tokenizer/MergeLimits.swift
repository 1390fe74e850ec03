/// What merges may be learned.
struct MergeLimits: Sendable {
  /// Pairs below this count are not merged.
  var minimum: Int64 = 1
  /// The longest product, in the units of which starting tokens have a length; nil for no limit.
  var longestToken: Int?
  /// The most bytes of memory.
  var memory: Int?
}
