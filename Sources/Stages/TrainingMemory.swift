import QuernStreams

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much memory training may take.
public enum TrainingMemory {
  /// Less makes no sense, in bytes.
  public static let least = 16 << 20

  /// A quarter of the machine's memory, or of what the control group of the process allows, but at least 256 MiB.
  public static var standard: Int {
    let machine = max(0, sysconf(Int32(_SC_PHYS_PAGES))) * max(0, sysconf(Int32(_SC_PAGESIZE)))
    let limits = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"].compactMap { path in
      (try? FileSystem.contents(of: path)).flatMap { content -> Int? in
        Int(content.bytes.text.filter { !$0.isWhitespace })
      }
    }
    return max(256 << 20, limits.reduce(machine, min) / 4)
  }
}
