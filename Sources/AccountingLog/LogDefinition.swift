/// A log of accounting records, as configured.
package struct LogDefinition: Equatable, Sendable {
  /// What it is called in the log, in health, and in the journal, which keeps how far it has come.
  package var name: String
  package var format: LogFormat
  package var path: LogPath
  /// Octets after which a file is closed and a new one begun; nil: none.
  package var rotateSize: Int?
  /// Whether files that are written no more are compressed (gzip).
  package var compresses: Bool
  /// Milliseconds for which files are kept after they were last written; nil: for ever.
  package var keep: Int64?

  package init(
    name: String, format: LogFormat, path: LogPath, rotateSize: Int? = nil, compresses: Bool = true,
    keep: Int64? = nil
  ) {
    self.name = name
    self.format = format
    self.path = path
    self.rotateSize = rotateSize
    self.compresses = compresses
    self.keep = keep
  }
}
