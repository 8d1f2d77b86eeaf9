import Glibc

/// The folders that the store and the control socket are made in: made themselves, for the server's own user, when
/// they are missing.
enum RunFolder {
  /// Makes the folder of a file, and the folders above it.
  static func make(for file: String) throws(ServerError) {
    guard let slash = file.lastIndex(of: "/"), slash != file.startIndex else { return }
    try makeFolder(String(file[..<slash]))
  }

  private static func makeFolder(_ path: String) throws(ServerError) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    if errno == ENOENT {
      try make(for: path)
      if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    }
    throw ServerError(
      "the folder \(path) cannot be made: \(String(cString: strerror(errno))); make it, or correct the path")
  }
}
