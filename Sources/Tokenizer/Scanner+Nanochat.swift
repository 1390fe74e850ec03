/// nanochat: Llama 3's pattern with at most two numbers in one pretoken.
///
/// `'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,2}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+`
enum NanochatRules: CL100KRules {
  @inline(__always) static var maximumNumbers: Int { 2 }
  @inline(__always) static var keepsTail: Bool { false }
}
