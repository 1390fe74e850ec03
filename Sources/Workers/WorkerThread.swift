#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A plain thread with a stack large enough for library code, joined exactly once.
struct WorkerThread: ~Copyable {
  private let thread: pthread_t

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// Starts `run` on a new thread.
  init(_ run: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 4 << 20)
    var thread = pthread_t()
    let body = Unmanaged.passRetained(Body(run))
    let status = pthread_create(&thread, &attributes, { Self.enter($0) }, body.toOpaque())
    pthread_attr_destroy(&attributes)
    guard status == 0 else { fatalError("cannot start a thread: error \(status)") }
    self.thread = thread
  }

  private static func enter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    Unmanaged<Body>.fromOpaque(context!).takeRetainedValue().run()
    return nil
  }

  /// Waits until the thread has ended.
  consuming func join() { pthread_join(thread, nil) }
}
