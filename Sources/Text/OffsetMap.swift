/// Where the parts of an edited text stood before the edits.
///
/// It is a chain of layers, one for each pass over the text, so that a look-up takes O(layers × log changes).
public struct OffsetMap: Sendable, Equatable {
  /// A part of a text that an edit replaced; between two changes the text is the same.
  public struct Change: Sendable, Equatable {
    /// The bytes that were replaced.
    public var source: Range<Int>
    /// The bytes that stand for them.
    public var result: Range<Int>

    /// A replacement of `source` by `result`.
    public init(source: Range<Int>, result: Range<Int>) {
      self.source = source
      self.result = result
    }
  }

  private var layers: [[Change]] = []

  /// The map of a text that was not edited.
  public init() {}

  /// Whether no edit is known.
  public var isEmpty: Bool { layers.isEmpty }

  /// Puts the edits of a pass, in order and apart from one another, on top of those so far.
  public mutating func append(_ changes: [Change]) {
    if !changes.isEmpty { layers.append(changes) }
  }

  /// The bytes of the source that `range` of the edited text comes from.
  ///
  /// A range that begins or ends inside a replacement takes it as a whole; what was deleted beside the range is not
  /// part of it.
  public func source(of range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    for layer in layers.reversed() {
      lower = OffsetMap.lowerBound(lower, layer)
      upper = OffsetMap.upperBound(upper, layer)
    }
    return lower..<max(lower, upper)
  }

  /// The last change that begins before `offset` of the result, or at it where `atStart`.
  private static func change(before offset: Int, atStart: Bool, _ layer: [Change]) -> Change? {
    var low = 0
    var high = layer.count
    while low < high {
      let middle = (low + high) / 2
      let start = layer[middle].result.lowerBound
      if start < offset || (atStart && start == offset) { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : layer[low - 1]
  }

  private static func lowerBound(_ offset: Int, _ layer: [Change]) -> Int {
    guard let change = change(before: offset, atStart: true, layer) else { return offset }
    if offset < change.result.upperBound { return change.source.lowerBound }
    return offset - change.result.upperBound + change.source.upperBound
  }

  private static func upperBound(_ offset: Int, _ layer: [Change]) -> Int {
    guard let change = change(before: offset, atStart: false, layer) else { return offset }
    if offset < change.result.upperBound { return change.source.upperBound }
    return offset - change.result.upperBound + change.source.upperBound
  }
}
