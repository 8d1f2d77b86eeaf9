/// What the server writes to standard error.
package struct LogConfiguration: Equatable, Sendable {
  /// The least severe message that is written. The names are swift-log's.
  package enum Level: String, CaseIterable, Sendable {
    case trace, debug, info, notice, warning, error, critical
  }

  package enum Format: String, CaseIterable, Sendable {
    /// For people: one line a message.
    case text
    /// For machines: one JSON object a line.
    case json
  }

  package var level: Level = .info
  package var format: Format = .text

  package init(level: Level = .info, format: Format = .text) {
    self.level = level
    self.format = format
  }
}
