import QuernBytes
import QuernStreams

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much memory training may take.
public enum TrainingMemory {
  /// Less makes no sense, in bytes: merging next to nothing takes 25 MiB.
  public static let least = 32 << 20

  /// A quarter of the machine's memory, or of what the control group of the process allows, but at least 256 MiB.
  public static var standard: Int {
    let machine = max(0, sysconf(Int32(_SC_PHYS_PAGES))) * max(0, sysconf(Int32(_SC_PAGESIZE)))
    var limit = machine
    for path in ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"] {
      guard let content = try? FileSystem.contents(of: path) else { continue }
      // A group without a limit says `max`, or a number beyond any machine.
      if let bytes = Int(content.bytes.text.filter { !$0.isWhitespace }) { limit = min(limit, bytes) }
    }
    return max(256 << 20, limit / 4)
  }
}
