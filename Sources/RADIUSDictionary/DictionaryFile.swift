internal import Glibc

/// Reads whole files, with the system's own words when it cannot.
enum DictionaryFile {
  enum Outcome {
    case text([UInt8])
    case missing
    /// What is wrong, and what would be right.
    case failed(String, remedy: String)
  }

  static func read(_ path: String) -> Outcome {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let code = errno
      if code == ENOENT || code == ENOTDIR { return .missing }
      return .failed("it cannot be opened: \(String(cString: strerror(code)))", remedy: "make it readable")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return .failed("it is not a regular file", remedy: "name a dictionary file")
    }
    guard status.st_size <= DictionaryLimits.fileLengthMax else {
      return .failed(
        "it has \(status.st_size) octets", remedy: "a dictionary file has at most \(DictionaryLimits.fileLengthMax)")
    }
    return contents(descriptor, length: Int(status.st_size))
  }

  private static func contents(_ descriptor: Int32, length: Int) -> Outcome {
    var failure: Int32 = 0
    let octets = [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
      while count < length {
        let taken = Glibc.read(descriptor, buffer.baseAddress! + count, length - count)
        if taken < 0, errno == EINTR { continue }
        if taken < 0 { failure = errno }
        guard taken > 0 else { return }
        count += taken
      }
    }
    if failure != 0 {
      return .failed("it cannot be read: \(String(cString: strerror(failure)))", remedy: "check the disk it is on")
    }
    return .text(octets)
  }
}
