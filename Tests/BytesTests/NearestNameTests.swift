import QuernBytes
import Testing

@testable import QuernBytes

/// The definition of optimal string alignment, without a table.
private func plainDistance(_ a: ArraySlice<Unicode.Scalar>, _ b: ArraySlice<Unicode.Scalar>) -> Int {
  guard let x = a.last, let y = b.last else { return a.count + b.count }
  let restOfA = a.dropLast()
  let restOfB = b.dropLast()
  var least = min(
    plainDistance(restOfA, b) + 1, plainDistance(a, restOfB) + 1, plainDistance(restOfA, restOfB) + (x == y ? 0 : 1))
  if let beforeX = restOfA.last, let beforeY = restOfB.last, x == beforeY, beforeX == y {
    least = min(least, plainDistance(restOfA.dropLast(), restOfB.dropLast()) + 1)
  }
  return least
}

struct NearestNameTests {
  @Test func distanceEqualsItsDefinition() {
    var random = RandomGenerator(seed: 7)
    for _ in 0..<300 {
      let a = (0..<Int.random(in: 0...6, using: &random)).map { _ in "abé".unicodeScalars.randomElement(using: &random)!
      }
      let b = (0..<Int.random(in: 0...6, using: &random)).map { _ in "abé".unicodeScalars.randomElement(using: &random)!
      }
      #expect(editDistance(a, b) == plainDistance(a[...], b[...]), "\(a) \(b)")
    }
  }

  @Test(arguments: [
    ("sourc", "source"), ("Source", "source"), ("soucre", "source"), ("max-record", "max_record"),
    ("maxrecord", "max_record"), ("tokeniser", "tokenizer"), ("paht", "path"),
  ])
  func findsTheNameThatIsMeant(written: String, meant: String) {
    #expect(nearestName(to: written, among: ["path", "source", "max_record", "max_rejected", "tokenizer"]) == meant)
  }

  @Test func findsNothingFarAway() {
    #expect(nearestName(to: "zebra", among: ["path", "source"]) == nil)
    #expect(nearestName(to: "", among: ["path"]) == nil)
    #expect(nearestName(to: "path", among: []) == nil)
    #expect(nearestName(to: "a", among: ["b"]) == nil)
  }

  @Test func takesTheFirstOfEquals() {
    #expect(nearestName(to: "cat", among: ["bat", "car"]) == "bat")
    #expect(nearestName(to: "cat", among: ["cart", "cat"]) == "cat")
  }
}
