import Glibc

/// Reads a whole file. Only loaders call it.
enum FileContents {
  struct Failure: Error {
    var message: String
    var remedy: String
  }

  static func read(_ path: String) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw Failure(message: "this is a folder", remedy: "name a users file")
    }
    guard status.st_size <= UsersFileLimits.fileLengthMax else {
      throw Failure(
        message: "the file has \(status.st_size) octets", remedy: "name a file of at most 1 GiB")
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size) + 1)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(errno) }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  private static func failure(_ code: Int32) -> Failure {
    switch code {
    case ENOENT: Failure(message: "the file does not exist", remedy: "create it, or correct its path")
    case EACCES: Failure(message: "the file may not be read", remedy: "let the server's user read it")
    default: Failure(message: "reading failed: \(String(cString: strerror(code)))", remedy: "make the file readable")
    }
  }
}
