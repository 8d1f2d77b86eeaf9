internal import COpenSSL
internal import Glibc

/// The digest and cipher contexts of one thread, made at its first use and freed when the thread ends.
///
/// So every function of this module can be called from any thread, and none makes a context per packet.
/// It never leaves the thread: a function takes ``current``, uses it without suspending, and lets it go.
final class ThreadContext {
  let md5: DigestState
  let sha1: DigestState
  let sha256: DigestState
  /// Nil without the legacy provider.
  private(set) lazy var md4 = ThreadContext.box(.md4)
  private(set) lazy var sha224 = ThreadContext.box(.sha224)
  private(set) lazy var sha384 = ThreadContext.box(.sha384)
  private(set) lazy var sha512 = ThreadContext.box(.sha512)
  /// For DES; nil without the legacy provider.
  private(set) lazy var des: OpaquePointer? = DES.makeContext()

  private init() {
    guard let md5 = DigestState(.md5), let sha1 = DigestState(.sha1), let sha256 = DigestState(.sha256) else {
      preconditionFailure("OpenSSL's default provider has no MD5, SHA-1 or SHA-256; RADIUS cannot work without")
    }
    self.md5 = md5
    self.sha1 = sha1
    self.sha256 = sha256
  }

  deinit {
    if let des { EVP_CIPHER_CTX_free(des) }
  }

  /// Runs `body` with this thread's state of `algorithm`; nil when no provider has it.
  func with<Result>(_ algorithm: DigestAlgorithm, _ body: (borrowing DigestState) -> Result) -> Result? {
    switch algorithm {
    case .md5: body(md5)
    case .sha1: body(sha1)
    case .sha256: body(sha256)
    case .md4: md4.map { body($0.state) }
    case .sha224: sha224.map { body($0.state) }
    case .sha384: sha384.map { body($0.state) }
    case .sha512: sha512.map { body($0.state) }
    }
  }

  static var current: ThreadContext {
    if let pointer = pthread_getspecific(key) {
      return Unmanaged<ThreadContext>.fromOpaque(pointer).takeUnretainedValue()
    }
    let context = ThreadContext()
    precondition(pthread_setspecific(key, Unmanaged.passRetained(context).toOpaque()) == 0)
    return context
  }

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    let failure = pthread_key_create(&key) { pointer in
      if let pointer { Unmanaged<ThreadContext>.fromOpaque(pointer).release() }
    }
    precondition(failure == 0, "the system has no thread-specific keys left")
    return key
  }()

  private static func box(_ algorithm: DigestAlgorithm) -> DigestBox? {
    DigestBox(algorithm)
  }
}
