/// SplitMix64: a small seeded generator with a fixed sequence on every platform.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
public struct RandomGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator whose whole sequence is fixed by `seed`.
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    let value = mixBits(state)
    state &+= 0x9E37_79B9_7F4A_7C15
    return value
  }

  /// A number in `0..<bound`; `bound` must be positive. Its bias is below 2⁻³² for bounds under 2³².
  public mutating func next(below bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
