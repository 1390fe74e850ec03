/// MT19937 with the seeding and the bounded 64-bit integers of NumPy's `RandomState` (its legacy generator, whose numbers
/// no longer change).
///
/// Source: Matsumoto and Nishimura, "Mersenne Twister" (1998); `init_genrand` of their 2002 version.
struct MersenneTwister {
  private static let size = 624
  private var state: [UInt32]
  private var position = MersenneTwister.size

  init(seed: UInt32) {
    state = [seed]
    for index in 1..<MersenneTwister.size {
      let last = state[index - 1]
      state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
    }
  }

  private mutating func next32() -> UInt32 {
    if position == MersenneTwister.size {
      for index in 0..<MersenneTwister.size {
        let bits =
          (state[index] & 0x8000_0000) | (state[(index + 1) % MersenneTwister.size] & 0x7FFF_FFFF)
        state[index] =
          state[(index + 397) % MersenneTwister.size] ^ (bits >> 1) ^ (bits & 1 == 0 ? 0 : 0x9908_B0DF)
      }
      position = 0
    }
    var value = state[position]
    position += 1
    value ^= value >> 11
    value ^= (value << 7) & 0x9D2C_5680
    value ^= (value << 15) & 0xEFC6_0000
    return value ^ (value >> 18)
  }

  /// A number in `low..<high`, as `randint(low, high, dtype=uint64)` gives it for bounds far apart: masked numbers until
  /// one is in range.
  mutating func next(from low: UInt64, below high: UInt64) -> UInt64 {
    let range = high - 1 - low
    let mask = UInt64.max >> UInt64(range.leadingZeroBitCount)
    while true {
      let high32 = UInt64(next32())
      let value = (high32 << 32 | UInt64(next32())) & mask
      if value <= range { return low + value }
    }
  }
}
