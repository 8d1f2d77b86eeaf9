import Glibc

/// What the logs do to files, in one place: tests take it away in the middle of anything.
package final class LogDisk {
  /// Octets written at once.
  private static let writeMax = 1 << 20

  private let interruption: (any DiskInterruption)?

  package init(interruption: (any DiskInterruption)? = nil) { self.interruption = interruption }

  /// Called before anything on the disk is changed.
  func willChange() throws(LogFailure) { try interruption?.willChange() }

  /// A file's number on its disk, its length and when it was last written; nil: there is none.
  func status(_ path: String) -> FileStatus? {
    var information = stat()
    return stat(path, &information) == 0 ? FileStatus(information) : nil
  }

  func status(_ descriptor: Int32) -> FileStatus? {
    var information = stat()
    return fstat(descriptor, &information) == 0 ? FileStatus(information) : nil
  }

  /// Opens a file for appending, and makes it, and its folders, where there is none.
  func openForAppending(_ path: String) throws(LogFailure) -> Int32 {
    let existing = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    if existing >= 0 { return existing }
    guard errno == ENOENT else { throw LogFailure(path, cannot: "opened", error: errno) }
    try willChange()
    try makeFolder(LogDisk.folder(of: path))
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw LogFailure(path, cannot: "made", error: errno) }
    try syncFolder(of: path)
    return descriptor
  }

  /// Takes the lock by which FreeRADIUS's reader and writer keep out of each other's way (`fcntl`, the whole file).
  func lock(_ descriptor: Int32, _ path: String) throws(LogFailure) {
    var lock = flock()
    lock.l_type = Int16(F_WRLCK)
    lock.l_whence = Int16(SEEK_SET)
    guard fcntl(descriptor, F_SETLK, &lock) == 0 else {
      guard errno == EAGAIN || errno == EACCES else { throw LogFailure(path, cannot: "locked", error: errno) }
      throw LogFailure("\(path) is locked by another program; it is written once that program lets go of it")
    }
  }

  func write(_ octets: [UInt8], to descriptor: Int32, _ path: String) throws(LogFailure) {
    try put(octets.prefix(interruption?.lengthBeforeEnd(of: octets.count) ?? 0), to: descriptor, path)
    try willChange()
    try put(octets[...], to: descriptor, path)
  }

  private func put(_ octets: ArraySlice<UInt8>, to descriptor: Int32, _ path: String) throws(LogFailure) {
    var rest = octets
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, min($0.count, LogDisk.writeMax)) }
      guard count > 0 else {
        if count < 0, errno == EINTR { continue }
        throw LogFailure(path, cannot: "written", error: errno)
      }
      rest = rest.dropFirst(count)
    }
  }

  func sync(_ descriptor: Int32, _ path: String) throws(LogFailure) {
    try willChange()
    guard fdatasync(descriptor) == 0 else { throw LogFailure(path, cannot: "synced to disk", error: errno) }
  }

  func truncate(_ descriptor: Int32, to length: Int64, _ path: String) throws(LogFailure) {
    try willChange()
    guard ftruncate(descriptor, off_t(length)) == 0, fdatasync(descriptor) == 0 else {
      throw LogFailure(path, cannot: "cut to what is known of it", error: errno)
    }
  }

  func rename(_ old: String, to new: String) throws(LogFailure) {
    try willChange()
    guard Glibc.rename(old, new) == 0 else { throw LogFailure(old, cannot: "renamed", error: errno) }
    try syncFolder(of: new)
  }

  func remove(_ path: String) throws(LogFailure) {
    try willChange()
    guard unlink(path) == 0 || errno == ENOENT else { throw LogFailure(path, cannot: "removed", error: errno) }
  }

  func close(_ descriptor: Int32) { Glibc.close(descriptor) }

  /// The names in a folder, in their order; none where there is no such folder.
  func names(in folder: String) -> [String] {
    guard let stream = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private func makeFolder(_ folder: String) throws(LogFailure) {
    guard !folder.isEmpty, folder != "/", access(folder, F_OK) != 0 else { return }
    try makeFolder(LogDisk.folder(of: folder))
    guard mkdir(folder, 0o750) == 0 || errno == EEXIST else {
      throw LogFailure(folder, cannot: "made", error: errno)
    }
    try syncFolder(of: folder)
  }

  /// The name of a new file is on disk once its folder is.
  private func syncFolder(of path: String) throws(LogFailure) {
    let folder = LogDisk.folder(of: path)
    let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw LogFailure(folder, cannot: "opened", error: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw LogFailure(folder, cannot: "synced to disk", error: errno) }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}

/// What the system knows of a file.
struct FileStatus: Equatable {
  var inode: UInt64
  var length: Int64
  /// Seconds since 1970.
  var written: Int64

  init(_ information: stat) {
    inode = UInt64(information.st_ino)
    length = Int64(information.st_size)
    written = Int64(information.st_mtim.tv_sec)
  }
}
