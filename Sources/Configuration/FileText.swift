import Glibc

/// A file as it was read, with who may read it.
struct FileText {
  /// Why a file could not be read: a sentence without the path.
  struct Problem: Error {
    let problem: String
    let remedy: String
  }

  let octets: [UInt8]
  /// The permission bits.
  let mode: UInt32

  /// Reads up to `octetsMax` octets; a longer file is refused. The permissions are those of the file that was read,
  /// not of one that took its place since.
  init(path: String, octetsMax: Int) throws(Problem) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileText.problem(errno, path: path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileText.problem(errno, path: path) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw FileText.problem(EISDIR, path: path) }
    mode = UInt32(status.st_mode) & 0o7777

    var octets: [UInt8] = []
    while octets.count <= octetsMax {
      var failure: Int32 = 0
      let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
        let result = read(descriptor, buffer.baseAddress, buffer.count)
        failure = result < 0 ? errno : 0
        count = max(0, result)
      }
      if failure == EINTR { continue }
      guard failure == 0 else { throw FileText.problem(failure, path: path) }
      if chunk.isEmpty { break }
      octets += chunk
    }
    guard octets.count <= octetsMax else {
      throw Problem(
        problem: "`\(path)` is longer than \(SizeText.format(octetsMax))", remedy: "name the file that was meant")
    }
    self.octets = octets
  }

  private static func problem(_ code: Int32, path: String) -> Problem {
    let remedy =
      switch code {
      case ENOENT: "name a file that exists, or make this one"
      case EACCES: "let the user that the server runs as read it"
      case EISDIR: "name a file in it"
      default: "name a file that can be read"
      }
    return Problem(problem: "`\(path)` cannot be read: \(String(cString: strerror(code)))", remedy: remedy)
  }
}
