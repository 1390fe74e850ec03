/// The candidate that is most likely meant by `name`, or nil when none is close.
///
/// Close means at most a third of the longer name's letters away, and one edit is always close for names of two
/// letters and more. Letter case and the choice between `-`, `_` and a space cost nothing. Of equally close candidates
/// the first wins.
///
/// - Complexity: O(*n* · *m*) per candidate, for names of *n* and *m* letters.
public func nearestName(to name: String, among candidates: [String]) -> String? {
  let wanted = foldedLetters(name)
  var best: (distance: Int, candidate: String)?
  for candidate in candidates {
    let letters = foldedLetters(candidate)
    let longer = max(wanted.count, letters.count)
    let allowed = longer < 2 ? 0 : max(1, longer / 3)
    guard abs(wanted.count - letters.count) <= allowed else { continue }
    let distance = editDistance(wanted, letters)
    if distance <= allowed, distance < best?.distance ?? .max { best = (distance, candidate) }
  }
  return best?.candidate
}

/// The letters of `name` as they are compared: ASCII in lower case, separators as one.
private func foldedLetters(_ name: String) -> [Unicode.Scalar] {
  name.unicodeScalars.map { letter in
    switch letter {
    case "A"..."Z": Unicode.Scalar(UInt8(letter.value) | 0x20)
    case "-", " ": "_"
    default: letter
    }
  }
}

/// The number of insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`, where no letter
/// is edited twice ("optimal string alignment").
///
/// - Complexity: O(`a.count` · `b.count`) time, O(`b.count`) memory.
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  var row = last
  for i in 0..<a.count {
    row[0] = i + 1
    for j in 0..<b.count {
      var least = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, beforeLast[j - 1] + 1) }
      row[j + 1] = least
    }
    (beforeLast, last, row) = (last, row, beforeLast)
  }
  return last[b.count]
}
