import Glibc
package import Logging
import Timebase

/// Writes the log to standard error, a line a message: for people, or as JSON for machines.
///
/// The message is the event's stable identifier; everything else is metadata. Control characters are escaped, so that
/// no name that a user chose can forge a line.
package struct ServerLogHandler: LogHandler {
  package enum Format: Sendable {
    case text
    case json
  }

  package var metadata: Logger.Metadata = [:]
  package var logLevel: Logger.Level
  private let format: Format

  package init(level: Logger.Level, format: Format) {
    logLevel = level
    self.format = format
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var all = metadata
    if let own = event.metadata { all.merge(own) { _, new in new } }
    let time = SystemClock.now().wall.rfc3339
    let pairs = all.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") }
    write(
      format == .json
        ? ServerLogHandler.json(time, event.level, "\(event.message)", pairs)
        : ServerLogHandler.text(time, event.level, "\(event.message)", pairs))
  }

  static func text(_ time: String, _ level: Logger.Level, _ message: String, _ pairs: [(String, String)]) -> String {
    var line = "\(time) \(level.rawValue.padded(to: 7)) \(message)"
    for (key, value) in pairs { line += " \(key)=\(quoted(value))" }
    return line + "\n"
  }

  static func json(_ time: String, _ level: Logger.Level, _ message: String, _ pairs: [(String, String)]) -> String {
    var line = "{\"time\":\"\(time)\",\"level\":\"\(level.rawValue)\",\"event\":\(jsonString(message))"
    for (key, value) in pairs { line += ",\(jsonString(key)):\(jsonString(value))" }
    return line + "}\n"
  }

  /// As it is where it is one plain word, else as a JSON string.
  static func quoted(_ value: String) -> String {
    let isPlain = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x5c && $0 < 0x7f }
    return isPlain ? value : jsonString(value)
  }

  static func jsonString(_ value: String) -> String {
    var text = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f || (0x80...0x9f).contains(scalar.value):
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  private func write(_ line: String) {
    var line = line
    line.withUTF8 { octets in
      var rest = UnsafeRawBufferPointer(octets)
      while !rest.isEmpty {
        let written = Glibc.write(STDERR_FILENO, rest.baseAddress, rest.count)
        if written < 0, errno == EINTR { continue }
        // Nobody reads the log any more: the line is lost, and the server goes on.
        guard written > 0 else { return }
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      }
    }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - utf8.count))
  }
}
