/// A growable array of plain values without bounds or uniqueness checks, for hot loops inside this module.
struct TrivialVector<Element: BitwiseCopyable>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private(set) var capacity: Int

  init(capacity: Int = 0) {
    self.capacity = max(capacity, 16)
    base = .allocate(capacity: self.capacity)
  }

  init(repeating value: Element, count: Int) {
    self.init(capacity: count)
    base.initialize(repeating: value, count: count)
    self.count = count
  }

  init(copying values: [Element]) {
    self.init(capacity: values.count)
    base.initialize(from: values, count: values.count)
    count = values.count
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }

  @inline(__always)
  mutating func append(_ value: Element) {
    if count == capacity { grow(to: capacity &* 2) }
    base[count] = value
    count &+= 1
  }

  /// Makes the count `length`; new elements have no defined value.
  @inline(__always)
  mutating func resize(to length: Int) {
    if length > capacity { grow(to: max(length, capacity &* 2)) }
    count = length
  }

  @inline(__always)
  mutating func removeLast() -> Element {
    count &-= 1
    return base[count]
  }

  mutating func removeAll() { count = 0 }

  /// Gives memory beyond `limit` elements back; the elements are lost.
  mutating func shrink(to limit: Int) {
    count = 0
    guard capacity > limit else { return }
    base.deallocate()
    capacity = limit
    base = .allocate(capacity: limit)
  }

  private mutating func grow(to larger: Int) {
    let moved = UnsafeMutablePointer<Element>.allocate(capacity: larger)
    moved.update(from: base, count: count)
    base.deallocate()
    base = moved
    capacity = larger
  }
}

// The block has one owner; moving the owner to another thread moves the block.
extension TrivialVector: @unchecked Sendable {}
