import AccountingLog
package import Timebase

/// What becomes of files that are written no more.
extension LogWriter {
  /// How long after its end a day is still written to, by packets that were under way: milliseconds.
  private static let dayGrace: Int64 = 3_600_000
  private static let compressing = ".compressing"

  /// Compresses one finished file, or removes those that were kept long enough. Returns whether there is more to do.
  package func maintain(now: Timestamp) throws(LogFailure) -> Bool {
    let files = finishedFiles(now: now)
    if let keep = definition.keep {
      for file in files where now.milliseconds - file.status.written * 1000 > keep { try disk.remove(file.path) }
    }
    guard definition.compresses else { return false }
    let waiting = files.filter { !$0.path.hasSuffix(".gz") && disk.status($0.path) != nil }
    guard let first = waiting.first else { return false }
    try compress(first.path)
    return waiting.count > 1
  }

  private func compress(_ path: String) throws(LogFailure) {
    var base = path
    if path.hasSuffix(LogWriter.compressing) {
      // A process died over it: what is done already is done again.
      base = String(path.dropLast(LogWriter.compressing.count))
    } else {
      // A file that comes after its like was compressed gets a number of its own.
      if ["", LogWriter.compressing].contains(where: { disk.status("\(path)\($0.isEmpty ? ".gz" : $0)") != nil }) {
        base = freeName(path)
      }
      try disk.rename(path, to: base + LogWriter.compressing)
      forget(path)
    }
    let source = base + LogWriter.compressing
    try Gzip.compress(source, to: base + ".gz", disk: disk)
    try disk.remove(source)
  }

  /// The files that are written no more, in the order of their names.
  private func finishedFiles(now: Timestamp) -> [(path: String, status: FileStatus)] {
    let settled = now.advanced(byMilliseconds: -LogWriter.dayGrace)
    let firstOpenDay = LogDay(settled, secondsEast: secondsEast(settled))
    return files(definition.path.segments[...], in: nil).filter { path in
      let base = LogWriter.base(of: path)
      guard definition.path.matches(base) else { return false }
      if base != path { return true }
      guard definition.path.isDaily, let day = definition.path.day(of: path) else { return false }
      return day < firstOpenDay
    }.compactMap { path in disk.status(path).map { (path, $0) } }
  }

  /// The name that the file had when it was written to.
  private static func base(of path: String) -> String {
    var base = path[...]
    for suffix in [".gz", compressing] where base.hasSuffix(suffix) { base = base.dropLast(suffix.count) }
    let digits = base.reversed().prefix { $0.isNumber }
    let rest = base.dropLast(digits.count)
    return digits.isEmpty || rest.last != "." ? String(base) : String(rest.dropLast())
  }

  /// Every file that lies where the path's variables may lead.
  private func files(_ segments: ArraySlice<LogPath>, in folder: String?) -> [String] {
    guard let segment = segments.first else { return [] }
    let prefix = folder.map { $0 + "/" } ?? ""
    let rest = segments.dropFirst()
    if rest.isEmpty { return disk.names(in: folder == "" ? "/" : folder ?? "").map { prefix + $0 } }
    if let literal = segment.literal { return files(rest, in: prefix + literal) }
    return disk.names(in: folder == "" ? "/" : folder ?? "").filter(segment.matches).flatMap {
      files(rest, in: prefix + $0)
    }
  }
}
