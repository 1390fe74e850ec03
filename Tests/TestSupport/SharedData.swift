import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Test data that lies outside the repository: in the folder that QUERN_SHARED names, or else in `../shared`.
public enum SharedData {
  /// The path of a shared file. When it is absent: nil and a line that says so, and with QUERN_REQUIRE_SHARED=1 a
  /// failure.
  public static func path(_ name: String) -> String? {
    let path = (getenv("QUERN_SHARED").map { String(cString: $0) } ?? "../shared") + "/" + name
    if access(path, R_OK) == 0 { return path }
    print("skipped: \(path) is absent")
    let isRequired = getenv("QUERN_REQUIRE_SHARED").map { String(cString: $0) } == "1"
    #expect(!isRequired, "QUERN_REQUIRE_SHARED=1, but \(path) is absent")
    return nil
  }
}
