import AccountingLog

extension ConfigurationReader {
  private static let accountingLogKeys = ["name", "format", "path", "rotate-size", "compress", "keep"]

  /// The logs of accounting records.
  mutating func accountingLogs(_ field: Field) -> [LogDefinition] {
    guard let items = items(field) else { return [] }
    var logs: [LogDefinition] = []
    var names: [String: Int] = [:]
    var paths: [String: Int] = [:]
    for item in items {
      guard let section = section(item, known: Self.accountingLogKeys) else { continue }
      let format = value(section, "format", default: LogFormat.detail) { $0.choice($1) }
      let name =
        section["name"] == nil
        ? defaultName(of: section, format: format, taken: &names)
        : requiredName(of: section, kind: "log", taken: &names)
      let path = logPath(of: section, taken: &paths)
      let rotateSize = value(section, "rotate-size", default: nil as Int?) { reader, field in
        reader.size(field, in: 1 << 16...1 << 40)
      }
      let compresses = value(section, "compress", default: true) { $0.boolean($1) }
      let keep = value(section, "keep", default: nil as Int64?) { reader, field in
        reader.duration(field, in: 86_400_000...100 * 366 * 86_400_000)
      }
      guard let name, let path else { continue }
      logs.append(
        LogDefinition(
          name: name, format: format, path: path, rotateSize: rotateSize, compresses: compresses, keep: keep))
      if keep != nil, !path.isDaily, rotateSize == nil {
        warning(
          section["keep"]?.line ?? section.line, section.path(of: "keep"),
          "nothing is ever old: the log has one file that grows for ever",
          "name the day in the path, as in detail-%Y%m%d, or write `rotate-size: 100MiB`")
      }
    }
    return logs
  }

  private mutating func defaultName(of section: Section, format: LogFormat, taken: inout [String: Int]) -> String? {
    if let line = taken[format.rawValue] {
      error(
        section.line, section.path(of: "name"), "the log at line \(line) is called `\(format.rawValue)` too",
        "write `name: WORD`, another for each log")
      return nil
    }
    taken[format.rawValue] = section.line
    return format.rawValue
  }

  private mutating func logPath(of section: Section, taken: inout [String: Int]) -> LogPath? {
    guard let field = section["path"] else {
      reportMissing("path", of: section, "write `path: radacct/%{client}/detail-%Y%m%d`, or another")
      return nil
    }
    guard let text = path(field, expected: "the path of the log's files") else { return nil }
    if text.utf8.contains(where: { $0 < 0x20 }) {
      error(field, "holds a control character", "write the path of the log's files")
      return nil
    }
    if let line = taken[text] {
      error(field, "is the path of the log at line \(line) too", "give each log files of its own")
      return nil
    }
    taken[text] = field.line
    do throws(LogPath.Fault) {
      return try LogPath(text)
    } catch {
      self.error(field, error.problem, error.remedy)
      return nil
    }
  }
}
