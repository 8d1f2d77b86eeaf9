import Glibc
import Storage

/// What a commit log holds, read as a crash or a server at work left it.
extension CommitLogFile {
  /// The journal that the file belongs to; nil: the file is empty.
  static func owner(_ path: String) throws(StoreError) -> String? {
    try reading(path) { (descriptor) throws(StoreError) in
      let block = try read(descriptor, path, at: 0, count: CommitRecord.block)
      guard block.count == CommitRecord.block, block.contains(where: { $0 != 0 }) else { return nil }
      guard block.starts(with: mark), block[mark.count + 1] <= identityMax else {
        throw StoreError(
          .corrupt, "\(path) is damaged or no commit log; bring it back from a backup, or move it away")
      }
      guard block[mark.count] <= version else {
        throw StoreError(.incompatible, "\(path) was written by a newer Rollcall; run that one or a newer one")
      }
      let start = mark.count + 2
      return String(decoding: block[start..<start + Int(block[mark.count + 1])], as: UTF8.self)
    }
  }

  /// The rows of the journal `identity` that the file holds after entry `last`, in order and without gaps. A file that does
  /// not exist has none. `whileWritten`: a server may be writing, so that a gap is what it has moved or added meanwhile, and
  /// ends the rows.
  /// - Throws: ``StoreError/Kind/incompatible`` where entries between `last` and the file's first are missing.
  static func rows(
    _ path: String, _ segmentLength: Int, identity: String, after last: Int64, whileWritten: Bool
  ) throws(StoreError) -> [JournalRow] {
    guard StoreFiles.exists(path), try owner(path) == identity else { return [] }
    let rows = try records(path, segmentLength).filter { $0.first > last }.sorted { $0.first < $1.first }
    var next = last + 1
    for (index, row) in rows.enumerated() {
      guard row.first == next else {
        if whileWritten { return Array(rows[..<index]) }
        throw StoreError(
          .incompatible,
          "\(path) goes on at entry \(row.first), and the journal beside it ends at \(next - 1): that is an older copy; bring "
            + "the newest one back, or move \(path) away to go on with the older one")
      }
      next = row.last + 1
    }
    return rows
  }

  /// The rows of both segments.
  static func records(_ path: String, _ segmentLength: Int) throws(StoreError) -> [JournalRow] {
    try reading(path) { (descriptor) throws(StoreError) in
      var rows: [JournalRow] = []
      for segment in 0..<segments {
        let start = offset(ofSegment: segment, segmentLength)
        var offset = 0
        var salt: UInt64?
        // Records of one lap, one behind the other; what an earlier lap left has another salt.
        while offset < segmentLength {
          let block = try read(descriptor, path, at: start + offset, count: CommitRecord.block)
          let found = block.withUnsafeBytes { CommitRecord.start(of: $0, lengthMax: segmentLength - offset) }
          guard let found, found.salt == salt ?? found.salt else { break }
          salt = found.salt
          let octets =
            found.length == block.count
            ? block : try read(descriptor, path, at: start + offset, count: found.length)
          guard let more = octets.withUnsafeBytes({ CommitRecord.rows(of: $0) }) else { break }
          rows += more
          offset += found.length
        }
      }
      return rows
    }
  }

  private static func reading<Result>(
    _ path: String, _ body: (Int32) throws(StoreError) -> Result
  ) throws(StoreError) -> Result {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreError(opening: path, error: errno) }
    defer { Glibc.close(descriptor) }
    return try body(descriptor)
  }

  /// Up to `count` octets; fewer at the end of the file.
  private static func read(
    _ descriptor: Int32, _ path: String, at offset: Int, count: Int
  ) throws(StoreError) -> [UInt8] {
    var octets = [UInt8](repeating: 0, count: count)
    var done = 0
    while done < count {
      let more = octets.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress! + done, count - done, off_t(offset + done))
      }
      if more < 0, errno == EINTR { continue }
      guard more >= 0 else {
        throw StoreError(.inputOutput, "\(path) cannot be read (\(String(cString: strerror(errno)))); check its disk")
      }
      if more == 0 { break }
      done += more
    }
    octets.removeLast(count - done)
    return octets
  }
}
