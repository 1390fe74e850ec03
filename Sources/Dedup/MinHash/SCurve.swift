#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How likely documents of a similarity are to agree in a band of their signatures.
public struct SCurve: Sendable {
  private let bands: Double
  private let rows: Double

  /// The curve of these parameters.
  public init(_ parameters: MinHashParameters) {
    bands = Double(parameters.bands)
    rows = Double(parameters.rows)
  }

  /// The probability that two documents of Jaccard similarity `jaccard` are candidates: 1 − (1 − sʳ)ᵇ.
  public func probability(_ jaccard: Double) -> Double { -expm1(bands * log1p(-pow(jaccard, rows))) }

  /// The similarity at which the probability is one half.
  public var middle: Double { pow(1 - pow(0.5, 1 / bands), 1 / rows) }
}
