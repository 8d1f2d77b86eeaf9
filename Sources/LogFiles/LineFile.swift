import CZlib
import Glibc

/// Reads the lines of a file, which may be compressed by gzip.
///
/// Not Sendable: one thread has it.
package final class LineFile {
  /// Octets of a line: an attribute of 253 octets in octal escapes has about 1,100.
  private static let lineLengthMax = 1 << 16
  private static let chunkLength = 1 << 17

  package struct Problem: Error, Sendable, CustomStringConvertible {
    package var description: String
  }

  private let path: String
  private let file: gzFile
  private var chunk = [UInt8](repeating: 0, count: chunkLength)
  private var position = 0
  private var end = 0
  private var isAtEnd = false

  /// Octets of the file on disk, compressed or not.
  package let length: Int

  package init(path: String) throws(Problem) {
    self.path = path
    var information = stat()
    guard stat(path, &information) == 0, let file = gzopen(path, "rb") else {
      throw Problem(description: "\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    guard information.st_mode & S_IFMT != S_IFDIR else {
      gzclose(file)
      throw Problem(description: "\(path) is a folder; name the files in it")
    }
    gzbuffer(file, UInt32(LineFile.chunkLength))
    self.file = file
    length = Int(information.st_size)
  }

  deinit { gzclose(file) }

  /// How many octets of the file on disk are behind us.
  package var offset: Int { max(0, Int(gzoffset(file))) }

  /// The next line without its line end; nil: there is none. A line over the limit is cut.
  package func next() throws(Problem) -> [UInt8]? {
    var line: [UInt8] = []
    var hasAny = false
    while true {
      if position == end {
        guard try fill() else { return hasAny ? line : nil }
      }
      hasAny = true
      let rest = chunk[position..<end]
      let stop = rest.firstIndex(of: UInt8(ascii: "\n"))
      let part = rest[..<(stop ?? end)]
      if line.count < LineFile.lineLengthMax { line += part.prefix(LineFile.lineLengthMax - line.count) }
      position = stop.map { $0 + 1 } ?? end
      if stop != nil { return line }
    }
  }

  private func fill() throws(Problem) -> Bool {
    if isAtEnd { return false }
    let count = gzread(file, &chunk, UInt32(chunk.count))
    var code: Int32 = 0
    let message = gzerror(file, &code).map { String(cString: $0) } ?? ""
    guard count >= 0, code == Z_OK || code == Z_BUF_ERROR && count > 0 else {
      throw Problem(description: "\(path) is cut off or damaged\(message.isEmpty ? "" : " (\(message))")")
    }
    isAtEnd = count == 0
    position = 0
    end = Int(count)
    return count > 0
  }
}
