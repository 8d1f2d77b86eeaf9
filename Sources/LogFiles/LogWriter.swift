import Accounting
package import AccountingLog
package import RADIUSDictionary
package import Storage
package import Timebase

/// Writes one log out of the journal, each record exactly once, whatever dies in between.
///
/// The cursor in the journal says how far the log has come and how long its files were then. A step writes the next
/// records behind that, syncs the files, and only then moves the cursor; what a dead process left behind the length is
/// cut off before anything else is written. A file that the cursor does not know yet is made known before it grows.
///
/// Not Sendable: one thread has it.
package final class LogWriter {
  /// Files whose lengths the cursor keeps; the others are made known again when they are written to.
  private static let marksMax = 256
  /// A cursor of ours, among those of other readers.
  private static let cursorPrefix = "log."

  package let definition: LogDefinition
  let disk: LogDisk
  let secondsEast: @Sendable (Timestamp) -> Int
  private let dictionary: AttributeDictionary
  private let store: any Store
  private var position: JournalPosition?
  /// Newest use last.
  private var marks: [FileMark] = []
  /// A step failed: files may be longer than their marks.
  private var isInDoubt = true
  /// Octets that a process before this one had written and not accounted for.
  package private(set) var cutOctets: Int64 = 0

  package init(
    _ definition: LogDefinition, dictionary: AttributeDictionary, store: any Store, disk: LogDisk = LogDisk(),
    secondsEast: @escaping @Sendable (Timestamp) -> Int
  ) {
    self.definition = definition
    self.dictionary = dictionary
    self.store = store
    self.disk = disk
    self.secondsEast = secondsEast
  }

  /// Gives every log a cursor, a new one at the journal's end, and takes away those of logs that are no more: they would
  /// keep the journal from ever being cut.
  package static func prepare(_ definitions: [LogDefinition], in store: any Store) throws(StoreError) {
    let names = Set(definitions.map { cursorPrefix + $0.name })
    let known = try store.journalCursors().map(\.name)
    for name in known where name.hasPrefix(cursorPrefix) && !names.contains(name) {
      try store.removeJournalCursor(named: name)
    }
    for name in names.subtracting(known) {
      try store.put(JournalCursor(name: name, position: try store.position()))
    }
  }

  /// Writes what the journal holds next, about `limit` entries. Returns how many they were; 0: the log has caught up.
  package func step(limit: Int) throws(LogFailure) -> Int {
    do throws(LogFailure) {
      if isInDoubt { try repair() }
      isInDoubt = true
      let count = try write(limit: limit)
      isInDoubt = false
      return count
    } catch {
      // What this step wrote already is cut off again, now if the disk lets us, else before the next step.
      if (try? repair()) != nil { isInDoubt = false }
      throw error
    }
  }

  private func write(limit: Int) throws(LogFailure) -> Int {
    guard let position else { throw LogFailure("the log \(definition.name) has no cursor") }
    let items = try storing { () throws(StoreError) in try store.journal(after: position, limit: limit) }
    guard let last = items.last else { return 0 }
    var texts: [(path: String, octets: [UInt8])] = []
    var places: [String: Int] = [:]
    for case .accounting(let record) in items.lazy.map(\.entry) {
      let path = definition.path.file(for: record, secondsEast: secondsEast)
      let text = definition.format.text(record, dictionary: dictionary, secondsEast: secondsEast(record.arrival))
      if let place = places[path] {
        texts[place].octets += text.utf8
      } else {
        places[path] = texts.count
        texts.append((path, Array(text.utf8)))
      }
    }
    var files: [OpenLogFile] = []
    defer { for file in files { disk.close(file.descriptor) } }
    var isNew = false
    for text in texts {
      let file = try open(text.path)
      files.append(file)
      let mark = FileMark(path: file.path, inode: file.status.inode, length: file.status.length)
      if !marks.contains(mark) { isNew = true }
      remember(mark)
    }
    if isNew { try put(position, files: texts.count) }
    for (file, text) in zip(files, texts) {
      let header = file.status.length == 0 ? Array(definition.format.header.utf8) : []
      let octets = header + text.octets
      try disk.write(octets, to: file.descriptor, file.path)
      try disk.sync(file.descriptor, file.path)
      remember(
        FileMark(path: file.path, inode: file.status.inode, length: file.status.length + Int64(octets.count)))
    }
    try put(last.position, files: texts.count)
    return items.count
  }

  /// The file at `path`, locked, and not one that somebody has just taken away. One that is full is closed first.
  private func open(_ path: String) throws(LogFailure) -> OpenLogFile {
    while true {
      let descriptor = try disk.openForAppending(path)
      do throws(LogFailure) {
        try disk.lock(descriptor, path)
        if let status = disk.status(descriptor), status.inode == disk.status(path)?.inode {
          guard let size = definition.rotateSize, status.length >= size else {
            return OpenLogFile(path: path, descriptor: descriptor, status: status)
          }
          try disk.rename(path, to: freeName(path))
          forget(path)
        }
      } catch {
        disk.close(descriptor)
        throw error
      }
      disk.close(descriptor)
    }
  }

  /// `PATH.N` with the first number that no file has, whatever became of it.
  func freeName(_ path: String) -> String {
    var number = 1
    while ["", ".gz", ".compressing"].contains(where: { disk.status("\(path).\(number)\($0)") != nil }) { number += 1 }
    return "\(path).\(number)"
  }

  /// Takes the cursor up, and cuts off what stands behind the lengths that it knows.
  private func repair() throws(LogFailure) {
    let name = LogWriter.cursorPrefix + definition.name
    let cursors = try storing { () throws(StoreError) in try store.journalCursors() }
    guard let cursor = cursors.first(where: { $0.name == name }) else {
      throw LogFailure("the log \(definition.name) has no cursor in the journal; restart the server")
    }
    let known = FileMark.marks(in: cursor.note)
    for mark in known {
      guard let status = disk.status(mark.path), status.inode == mark.inode, status.length > mark.length else {
        continue
      }
      let descriptor = try disk.openForAppending(mark.path)
      defer { disk.close(descriptor) }
      try disk.lock(descriptor, mark.path)
      try disk.truncate(descriptor, to: mark.length, mark.path)
      cutOctets += status.length - mark.length
    }
    position = cursor.position
    marks = known
  }

  private func remember(_ mark: FileMark) {
    forget(mark.path)
    marks.append(mark)
  }

  func forget(_ path: String) { marks.removeAll { $0.path == path } }

  /// - Parameter files: how many of the newest marks are of this step, and must all be known.
  private func put(_ position: JournalPosition, files: Int) throws(LogFailure) {
    marks.removeFirst(max(0, marks.count - max(files, LogWriter.marksMax)))
    let cursor = JournalCursor(
      name: LogWriter.cursorPrefix + definition.name, position: position, note: FileMark.note(marks))
    try storing { () throws(StoreError) in try store.put(cursor) }
    self.position = position
  }

  private func storing<Result>(_ body: () throws(StoreError) -> Result) throws(LogFailure) -> Result {
    do { return try body() } catch { throw LogFailure(error) }
  }
}

/// A log file that is being written to.
private struct OpenLogFile {
  var path: String
  var descriptor: Int32
  /// Before this step wrote to it.
  var status: FileStatus
}
