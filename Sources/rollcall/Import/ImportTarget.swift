import Migration

#if canImport(Glibc)
  import Glibc
#endif

/// The folder that an import makes.
struct ImportTarget {
  let folder: String

  var configuration: String { folder + "/rollcall.yaml" }

  /// Writes configuration, users and secrets, each for its owner's eyes only.
  func write(_ plan: FreeRADIUSImport, dictionary: String) throws {
    for name in [folder, folder + "/secrets", folder + "/var"] {
      guard mkdir(name, 0o700) == 0 || errno == EEXIST else { throw failure(name) }
    }
    for client in plan.clients { try write(client.secret + "\n", to: folder + "/secrets/" + client.name) }
    try write(plan.usersText, to: folder + "/users")
    try write(ImportedConfiguration.text(plan, dictionary: dictionary), to: configuration)
  }

  /// A file that was not there before.
  private func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw failure(path) }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw failure(path) }
  }

  private func failure(_ path: String) -> CommandFailure {
    .usage("\(path) cannot be made: \(String(cString: strerror(errno))); name a new folder with --to")
  }
}
