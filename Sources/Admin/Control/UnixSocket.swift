#if canImport(Glibc)
  internal import Glibc
#endif

/// The few calls that a Unix domain socket needs and that NIO does not make.
enum UnixSocket {
  /// A socket that is bound to `path` and may be used by its owner alone.
  ///
  /// A stale file of a server that is gone is removed; that of a server that answers is left alone. The mode is set
  /// before `bind`, so that there is no moment at which others could connect (`unix_bind` takes it from the socket).
  static func bind(path: String) throws(ControlSocketError) -> CInt {
    try removeStaleFile(path: path)
    let descriptor = try open(path: path)
    do throws(ControlSocketError) {
      guard fchmod(descriptor, S_IRUSR | S_IWUSR) == 0 else { throw .failed("fchmod", path) }
      let result = try withAddress(path) { Glibc.bind(descriptor, $0, $1) }
      guard result == 0 else { throw .failed("bind", path) }
      guard chmod(path, S_IRUSR | S_IWUSR) == 0 else { throw .failed("chmod", path) }
    } catch {
      Glibc.close(descriptor)
      throw error
    }
    return descriptor
  }

  /// A socket that is connected to the server at `path`.
  static func connect(path: String) throws(ControlSocketError) -> CInt {
    let descriptor = try open(path: path)
    do throws(ControlSocketError) {
      let result = try withAddress(path) { Glibc.connect(descriptor, $0, $1) }
      guard result == 0 else {
        switch errno {
        case ENOENT, ECONNREFUSED, ENOTDIR: throw .noServer(path: path)
        case EACCES, EPERM: throw .permission(path: path)
        case ENOTSOCK, EPROTOTYPE: throw .notASocket(path: path)
        default: throw .failed("connect", path)
        }
      }
    } catch {
      Glibc.close(descriptor)
      throw error
    }
    return descriptor
  }

  /// Device and inode of a file: whether it is still the one that we made.
  static func identity(path: String) -> FileIdentity? {
    var information = stat()
    guard lstat(path, &information) == 0 else { return nil }
    return FileIdentity(device: UInt64(information.st_dev), inode: UInt64(information.st_ino))
  }

  struct FileIdentity: Equatable, Sendable {
    var device: UInt64
    var inode: UInt64
  }

  private static func removeStaleFile(path: String) throws(ControlSocketError) {
    var information = stat()
    guard lstat(path, &information) == 0 else { return }
    guard information.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket(path: path) }
    do {
      Glibc.close(try connect(path: path))
    } catch .noServer {
      guard unlink(path) == 0 || errno == ENOENT else { throw .failed("unlink", path) }
      return
    }
    throw .alreadyServed(path: path)
  }

  private static func open(path: String) throws(ControlSocketError) -> CInt {
    guard path.utf8.count < ControlLimits.pathLengthMax else { throw .pathTooLong(path: path) }
    let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .failed("socket", path) }
    return descriptor
  }

  private static func withAddress(
    _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) throws(ControlSocketError) -> CInt {
    guard path.utf8.count < ControlLimits.pathLengthMax else { throw .pathTooLong(path: path) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
  }
}

extension ControlSocketError {
  /// A call of the system failed; `errno` says why.
  static func failed(_ call: String, _ path: String) -> ControlSocketError {
    .system(path: path, call: call, problem: String(cString: strerror(errno)))
  }
}
