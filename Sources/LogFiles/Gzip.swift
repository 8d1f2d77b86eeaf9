import CZlib
import Glibc

/// Files in gzip's format (RFC 1952).
package enum Gzip {
  private static let chunkLength = 1 << 17

  /// Writes a compressed copy of a file, which is whole on disk once it has its name. It keeps the time of the original.
  static func compress(_ source: String, to target: String, disk: LogDisk) throws(LogFailure) {
    try disk.willChange()
    let draft = target + ".draft"
    guard let input = fopen(source, "rb") else { throw LogFailure(source, cannot: "read", error: errno) }
    defer { fclose(input) }
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
    guard descriptor >= 0 else { throw LogFailure(draft, cannot: "made", error: errno) }
    defer { Glibc.close(descriptor) }
    // The stream closes what it is given.
    let copy = dup(descriptor)
    guard copy >= 0, let output = gzdopen(copy, "wb6") else {
      if copy >= 0 { Glibc.close(copy) }
      throw LogFailure(draft, cannot: "opened", error: errno)
    }
    var chunk = [UInt8](repeating: 0, count: chunkLength)
    var isWhole = true
    while isWhole {
      let count = fread(&chunk, 1, chunk.count, input)
      if count == 0 { break }
      isWhole = gzwrite(output, chunk, UInt32(count)) == Int32(count)
    }
    isWhole = isWhole && ferror(input) == 0
    guard gzclose(output) == Z_OK, isWhole else { throw LogFailure(draft, cannot: "written", error: errno) }
    var information = stat()
    if fstat(fileno(input), &information) == 0 {
      // The time is for people and for `keep`; a copy without it is kept longer.
      _ = futimens(descriptor, [information.st_atim, information.st_mtim])
    }
    guard fsync(descriptor) == 0 else { throw LogFailure(draft, cannot: "synced to disk", error: errno) }
    try disk.rename(draft, to: target)
  }
}
