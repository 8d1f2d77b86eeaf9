import Glibc

/// Paths as text.
enum PathText {
  /// The folder that a file lies in; empty for the working directory.
  static func folder(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "" }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }

  /// `path` as seen from `folder`, with `FOLDER/..` left out where FOLDER is a real folder. A symbolic link keeps its
  /// `..`, which leads elsewhere than the text says.
  static func resolve(_ path: String, in folder: String) -> String {
    if path.hasPrefix("/") || folder.isEmpty { return path }
    var parts: [Substring] = []
    let joined = "\(folder)/\(path)"
    let root = joined.hasPrefix("/") ? "/" : ""
    for part in joined.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != "..", isFolder(root + parts.joined(separator: "/")) {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    let resolved = root + parts.joined(separator: "/")
    return resolved.isEmpty ? "." : resolved
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
