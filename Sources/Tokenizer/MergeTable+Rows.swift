// Nothing here changes the table itself, only rows, births and counts of the thread that asks.
extension MergeTable {
  /// Merges in the rows of `list`, which are those of `thread`, or of all when no other is at work.
  func merge(_ choice: MergeChoice, _ product: UInt32, _ list: UnsafeBufferPointer<UInt32>, _ thread: Int) {
    for at in 0..<list.count {
      if at &+ 16 < list.count {
        rows.prefetchRow(list[at &+ 16])
        rows.prefetchSymbols(of: list[at &+ 8])
      }
      let row = list[at]
      if rows.isChained(row) {
        mergeChained(choice, product, row, thread)
      } else {
        merge(choice, product, row, thread)
      }
    }
  }

  /// Merges in a row that is a whole word.
  @inline(__always)
  private func merge(_ choice: MergeChoice, _ product: UInt32, _ row: UInt32, _ thread: Int) {
    let tokens = rows.tokens(row)
    let left = Symbol(truncatingIfNeeded: choice.left)
    let right = Symbol(truncatingIfNeeded: choice.right)
    let end = WordRows<Symbol>.end
    guard var read = WordRows<Symbol>.find(left, right, in: tokens) else { return }
    let count = rows.count(row)
    var write = read
    while true {
      let token = tokens[read]
      if token != left || tokens[read &+ 1] != right {
        tokens[write] = token
        if token == end { return }
        write &+= 1
        read &+= 1
        continue
      }
      if write > 0 { meet(before: UInt32(truncatingIfNeeded: tokens[write &- 1]), choice, product, count, row, thread) }
      let after = tokens[read &+ 2]
      if after != end { meet(after: UInt32(truncatingIfNeeded: after), choice, product, count, row, thread) }
      tokens[write] = Symbol(truncatingIfNeeded: product)
      write &+= 1
      read &+= 2
    }
  }

  /// Counts what changes when the token `before` now stands before `product`.
  @inline(__always)
  private func meet(
    before: UInt32, _ choice: MergeChoice, _ product: UInt32, _ count: Int64, _ row: UInt32, _ thread: Int
  ) {
    if before == product {
      (births + thread).pointee.lower(right: choice.left, by: count)
    } else {
      index.lower(PairIndex.pair(before, choice.left), by: count, thread: thread)
    }
    (births + thread).pointee.add(before, .left, count, row)
  }

  /// Counts what changes when the token `after` now stands after `product`.
  @inline(__always)
  private func meet(
    after: UInt32, _ choice: MergeChoice, _ product: UInt32, _ count: Int64, _ row: UInt32, _ thread: Int
  ) {
    index.lower(PairIndex.pair(choice.right, after), by: count, thread: thread)
    (births + thread).pointee.add(after, .right, count, row)
  }

  /// Merges in a row whose word has more of them.
  private func mergeChained(_ choice: MergeChoice, _ product: UInt32, _ row: UInt32, _ thread: Int) {
    let tokens = rows.tokens(row)
    let joint = WordRows<Symbol>.joint
    let count = rows.count(row)
    var read = 0
    var write = 0
    while tokens[read] < joint {
      let token = tokens[read]
      // Where the token after this one stands: in this row or at the beginning of a later one.
      var place = read + 1
      var holder = row
      if tokens[place] == joint, let next = rows.next(row) { (holder, place) = (next, 0) }
      let second = rows.tokens(holder)
      guard UInt32(token) == choice.left, second[place] < joint, UInt32(second[place]) == choice.right else {
        tokens[write] = token
        write += 1
        read += 1
        continue
      }
      if write > 0 {
        meet(before: UInt32(tokens[write - 1]), choice, product, count, row, thread)
      } else if let (holder, before) = rows.previous(row) {
        meet(before: UInt32(before), choice, product, count, holder, thread)
      }
      var after = second[place + 1]
      if after == joint { after = rows.next(holder).map { rows.tokens($0)[0] } ?? joint }
      if after < joint { meet(after: UInt32(after), choice, product, count, row, thread) }
      tokens[write] = Symbol(product)
      write += 1
      read += 1
      if holder == row { read += 1 } else { rows.removeFirst(holder) }
    }
    tokens[write] = tokens[read]
  }
}
