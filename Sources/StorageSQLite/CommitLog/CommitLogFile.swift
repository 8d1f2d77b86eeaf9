import Glibc
import Storage

/// The file of the commit log: a block that says whose it is, and two segments of equal size.
///
/// Each write is on disk when it returns, past the page cache where the file system can do that: one call, one wait.
final class CommitLogFile {
  static let segments = 2

  let path: String
  let segmentLength: Int
  private let descriptor: Int32

  // The first block: the mark, the version, and the length and octets of the journal's name.
  static let mark = Array("rollcall commits".utf8)
  static let version: UInt8 = 1
  static let identityMax = 64

  /// Opens the file, which exists, for writing. An empty one becomes the log of the journal `identity`.
  /// - Throws: ``StoreError/Kind/incompatible`` where it has commits of another journal, or is of a newer version.
  init(path: String, segmentLength: Int, identity: String) throws(StoreError) {
    self.path = path
    self.segmentLength = segmentLength
    let owner = try CommitLogFile.owner(path)
    if let owner, owner != identity, !(try CommitLogFile.records(path, segmentLength)).isEmpty {
      throw StoreError(
        .incompatible,
        "\(path) has commits of another journal; bring that journal back, or move \(path) away to begin with this one")
    }
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: CommitRecord.block, alignment: CommitRecord.block)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    memory.copyBytes(from: CommitLogFile.mark + [CommitLogFile.version, UInt8(identity.utf8.count)] + identity.utf8)
    // Some file systems have only the way through the page cache, and say so when the file is opened or written.
    var descriptor = open(path, O_RDWR | O_CLOEXEC | O_DSYNC | Int32(CommitLogFile.direct))
    if descriptor >= 0, pwrite(descriptor, memory.baseAddress, memory.count, 0) != memory.count, errno == EINVAL {
      Glibc.close(descriptor)
      descriptor = -1
      errno = EINVAL
    }
    if descriptor < 0, errno == EINVAL { descriptor = open(path, O_RDWR | O_CLOEXEC | O_DSYNC) }
    guard descriptor >= 0 else { throw StoreError(opening: path, error: errno) }
    self.descriptor = descriptor
    guard owner != identity else { return }
    try write(UnsafeRawBufferPointer(memory), at: 0)
    try CommitLogFile.syncFolder(of: path)
  }

  /// Makes the name of a new file last as long as what is in it.
  private static func syncFolder(of path: String) throws(StoreError) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreError(opening: folder, error: errno) }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else { throw StoreError(writing: folder, error: errno) }
  }

  deinit { Glibc.close(descriptor) }

  /// `O_DIRECT`, which Glibc's module does not show.
  private static let direct: CInt = {
    #if arch(arm64)
      0o200000
    #else
      0o40000
    #endif
  }()

  func offset(ofSegment segment: Int) -> Int { CommitLogFile.offset(ofSegment: segment, segmentLength) }

  static func offset(ofSegment segment: Int, _ length: Int) -> Int { CommitRecord.block + segment * length }

  /// Writes whole blocks; they are on disk when it returns.
  func write(_ memory: UnsafeRawBufferPointer, at offset: Int) throws(StoreError) {
    var done = 0
    while done < memory.count {
      let count = pwrite(descriptor, memory.baseAddress! + done, memory.count - done, off_t(offset + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0, count.isMultiple(of: CommitRecord.block) else {
        throw StoreError(writing: path, error: count < 0 ? errno : ENOSPC)
      }
      done += count
    }
  }

  /// Makes a place such that no record begins there.
  func erase(at offset: Int) throws(StoreError) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: CommitRecord.block, alignment: CommitRecord.block)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    try write(UnsafeRawBufferPointer(memory), at: offset)
  }

  /// What of a file that is free may be taken to make room: one part in so many.
  private static let spare = 16

  /// Writes zeros over the whole file, once, so that later writes change nothing but their own octets: a file that grows
  /// takes half as long again to sync. A disk with little room is left as it is. What the segments held is gone.
  /// - Returns: octets that were given room.
  func makeRoom() throws(StoreError) -> Int {
    let end = offset(ofSegment: CommitLogFile.segments)
    var status = stat()
    var disk = statvfs()
    guard fstat(descriptor, &status) == 0, fstatvfs(descriptor, &disk) == 0 else {
      throw StoreError(opening: path, error: errno)
    }
    // Blocks of 512 octets, whatever the file system's own are.
    guard Int(status.st_blocks) * 512 < end, Int(disk.f_bavail) * Int(disk.f_frsize) / CommitLogFile.spare > end else {
      return 0
    }
    let step = 1 << 20
    let plain = open(path, O_WRONLY | O_CLOEXEC)
    guard plain >= 0 else { throw StoreError(opening: path, error: errno) }
    defer { Glibc.close(plain) }
    let zeros = [UInt8](repeating: 0, count: step)
    var offset = offset(ofSegment: 0)
    while offset < end {
      let count = pwrite(plain, zeros, min(step, end - offset), off_t(offset))
      guard count > 0 else { throw StoreError(writing: path, error: count < 0 ? errno : ENOSPC) }
      offset += count
    }
    guard fsync(plain) == 0 else { throw StoreError(writing: path, error: errno) }
    return end
  }
}

extension StoreError {
  /// What `write` said of a file of the store.
  fileprivate init(writing path: String, error: Int32) {
    switch error {
    case ENOSPC, EDQUOT:
      self.init(.full, "no space is left for \(path); make room on its disk, then it works again")
    default:
      self.init(
        .inputOutput, "\(path) cannot be written (\(String(cString: strerror(error)))); check its disk")
    }
  }
}
