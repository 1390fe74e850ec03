import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Merges a long run of bytes window by window, so that what is worked on stays small and near.
///
/// Two facts hold for any table of merges. (1) Neighbouring tokens of a result are the result for their own bytes: no
/// merge crossed their ends, so the merges between them were chosen in the same order. (2) The results X of x and Y of
/// y together are the result of xy if and only if the last token of X and the first of Y, merged from their bytes, come
/// out as themselves: up to the first merge that crosses the border both sides have gone their own way, and that merge,
/// which takes the last piece of the one and the first of the other, would be chosen in the bytes of these two alone.
///
/// So a window is merged by itself, its last tokens are left out since what follows may change them, and the rest is
/// joined to what is there by looking at two tokens. Where they do not fit, the window begins a token further left.
///
/// O(n) as long as what follows changes only a bounded number of tokens, which is proven for tables that training
/// gives (Berglund and van der Merwe 2023); windows grow geometrically where it does not, O(n log² n) at worst.
struct MergeWindows: ~Copyable, Sendable {
  /// A window that was merged. Runs give the same window again and again.
  private struct Window: ~Copyable {
    private var bytes = TrivialVector<UInt8>(capacity: 128)
    /// The ids of the window.
    var ids = TrivialVector<UInt32>(capacity: 128)

    /// Makes the window these bytes.
    mutating func merge(
      _ bytes: UnsafePointer<UInt8>, _ count: Int, _ model: BPEModel, _ ranks: UnsafeMutablePointer<UInt32>,
      _ heap: inout MergeHeap
    ) {
      if count == self.bytes.count && memcmp(bytes, self.bytes.base, count) == 0 { return }
      self.bytes.resize(to: count)
      memcpy(self.bytes.base, bytes, count)
      MergeWindows.merge(bytes, count, model, &ids, ranks, &heap)
    }

    mutating func forget() { bytes.removeAll() }
  }

  /// The last window of ordinary width, and the last wider one.
  private var near = Window()
  private var wide = Window()
  private var ranks = TrivialVector<UInt32>(capacity: 96)
  private var window = TrivialVector<UInt32>()
  private var pair = TrivialVector<UInt32>(capacity: 256)
  /// Pairs of tokens with what was found out about them: an entry is left, right (24 bits each), 1, and 1 if they fit.
  private var known = TrivialVector<UInt64>()

  private static var knownBits: UInt64 { 13 }

  /// Makes `ids` those of the `count` bytes at `bytes`.
  mutating func merge(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ model: BPEModel, into ids: inout TrivialVector<UInt32>,
    _ heap: inout MergeHeap
  ) {
    if known.count == 0 { known = TrivialVector(repeating: 0, count: 1 << Int(MergeWindows.knownBits)) }
    near.forget()
    wide.forget()
    ids.removeAll()
    var done = 0
    while done < count {
      var start = done
      var kept = ids.count
      var attempts = 0
      while true {
        let back = done &- start
        // Characters beyond ASCII are fewer than their bytes.
        let width = bytes[start] < 0x80 ? Merger.longestShort : 2 &* Merger.longestShort
        let isNear = attempts < 3 && back &* 2 <= width
        let end = min(count, start &+ (isNear ? width : width &+ back &* attempts))
        if isNear {
          near.merge(bytes + start, end &- start, model, ranks.base, &heap)
          swap(&near.ids, &window)
        } else {
          wide.merge(bytes + start, end &- start, model, ranks.base, &heap)
          swap(&wide.ids, &window)
        }
        defer { if isNear { swap(&near.ids, &window) } else { swap(&wide.ids, &window) } }
        if kept == 0 || fit(ids[kept &- 1], window[0], bytes, start, model, &heap) {
          let taken = end == count ? window.count : max(1, window.count &- 2)
          var covered = start
          for index in 0..<taken { covered &+= model.store[window[index]].count }
          if covered > done {
            ids.resize(to: kept)
            for index in 0..<taken { ids.append(window[index]) }
            done = covered
            break
          }
        }
        // Further left, and further right in case the window holds little more than the tokens that are left out.
        for _ in 0..<(1 &<< attempts) where kept > 0 {
          kept &-= 1
          start &-= model.store[ids[kept]].count
        }
        attempts &+= 1
      }
    }
  }

  private static func merge(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ model: BPEModel, _ ids: inout TrivialVector<UInt32>,
    _ ranks: UnsafeMutablePointer<UInt32>, _ heap: inout MergeHeap
  ) {
    if bytes[0] >= 0x80 && count <= 2 &* Merger.longestShort && model.hasSafeCharacters {
      Merger.startFromCharacters(bytes, count, model, into: &ids)
      if ids.count <= Merger.longestShort { return Merger.mergeShort(&ids, ranks, model) }
    }
    ids.resize(to: max(count, Merger.longestShort))
    if count <= Merger.longestShort {
      ids.resize(to: Merger.merge(bytes, count, model, ids.base, ranks))
    } else {
      ids.resize(to: count)
      for at in 0..<count { ids[at] = model.byteIDs[Int(bytes[at])] }
      heap.merge(&ids, model)
    }
  }

  /// Whether `left`, which ends at `border`, and `right`, which starts there, come out of their bytes as themselves.
  private mutating func fit(
    _ left: UInt32, _ right: UInt32, _ bytes: UnsafePointer<UInt8>, _ border: Int, _ model: BPEModel,
    _ heap: inout MergeHeap
  ) -> Bool {
    let key = UInt64(left) &<< 24 | UInt64(right)
    let place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> (64 - MergeWindows.knownBits))
    if known[place] &>> 2 == key && known[place] & 2 != 0 { return known[place] & 1 != 0 }
    let before = model.store[left].count
    let length = before &+ model.store[right].count
    MergeWindows.merge(bytes + (border &- before), length, model, &pair, ranks.base, &heap)
    let fits = pair.count == 2 && pair[0] == left && pair[1] == right
    known[place] = key &<< 2 | 2 | (fits ? 1 : 0)
    return fits
  }
}
