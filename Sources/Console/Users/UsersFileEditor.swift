#if canImport(Glibc)
  internal import Glibc
#endif

/// Changes a users file so that a reader sees the old one or the new one, and a crash loses neither.
package struct UsersFileEditor {
  private let path: String

  /// A symbolic link is followed: the file that it names is replaced, not the link.
  package init(path: String) throws(UsersEditError) {
    guard let resolved = realpath(path, nil) else {
      throw UsersEditError("the users file \(path) cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { free(resolved) }
    self.path = String(cString: resolved)
  }

  /// Appends `entry` once `validate` has taken the whole new text. Two editors wait for each other.
  package func append(
    _ entry: String, validate: (_ old: String, _ new: String) throws -> Void
  ) throws {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    let lock = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0, flock(lock, LOCK_EX) == 0 else { throw failed("the folder \(folder) cannot be locked") }
    defer { close(lock) }
    let old = try read()
    let new = old + (old.isEmpty || old.hasSuffix("\n") ? "" : "\n") + entry
    try validate(old, new)
    try replace(with: new)
    guard fsync(lock) == 0 else { throw failed("the folder \(folder) cannot be written to disk") }
  }

  private func read() throws(UsersEditError) -> String {
    guard let file = fopen(path, "r") else { throw failed("\(path) cannot be read") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    guard ferror(file) == 0 else { throw failed("\(path) cannot be read") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw UsersEditError("\(path) is not UTF-8 throughout; edit it by hand")
    }
    return text
  }

  /// Writes a file beside the old one, with its mode and owner, and puts it in its place.
  private func replace(with text: String) throws(UsersEditError) {
    var information = stat()
    guard stat(path, &information) == 0 else { throw failed("\(path) cannot be read") }
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw failed("no file can be made beside \(path)") }
    let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do throws(UsersEditError) {
      var rest = Array(text.utf8)[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard count > 0 else { throw failed("\(temporary) cannot be written") }
        rest = rest.dropFirst(count)
      }
      // An unprivileged user's own file has that owner already; root keeps the file's.
      guard fchown(descriptor, information.st_uid, information.st_gid) == 0 || geteuid() != 0,
        fchmod(descriptor, information.st_mode & 0o7777) == 0
      else { throw failed("\(temporary) cannot be given the owner and mode of \(path)") }
      guard fsync(descriptor) == 0 else { throw failed("\(temporary) cannot be written to disk") }
      guard rename(temporary, path) == 0 else { throw failed("\(temporary) cannot take the place of \(path)") }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    close(descriptor)
  }

  private func failed(_ what: String) -> UsersEditError {
    UsersEditError("\(what): \(String(cString: strerror(errno)))")
  }
}
