import AccountingLog
import Foundation
import LogFiles
import Storage
import Testing
import Timebase

@Suite struct LogWriterTests {
  @Test(arguments: LogFormat.allCases)
  func recordsGoIntoTheFilesOfTheirClientAndDay(format: LogFormat) throws {
    let folder = LogFolder()
    let definition = try folder.definition("%{client}/log-%Y%m%d", format: format)
    try folder.append(0..<3)
    try LogWriter.prepare([definition], in: folder.store)
    // What was there before the log is not in it.
    try folder.append(3..<20)
    let writer = folder.writer(definition)
    while try writer.step(limit: 4) > 0 {}
    let expected = try folder.expected(definition, 3..<20)
    #expect(expected.count == 4)
    for (path, text) in expected { #expect(try LogFolder.text(path) == text) }
  }

  /// Dies at each change of the disk in turn, half of the write done; whoever comes after goes on exactly there.
  @Test(arguments: [nil, 700])
  func whateverDiesNothingIsLostOrDoubled(rotateSize: Int?) throws {
    var changes = 0
    var isDone = false
    while !isDone {
      changes += 1
      let folder = LogFolder()
      let definition = try folder.definition("%{client}/log-%Y%m%d", format: .csv, rotateSize: rotateSize)
      try LogWriter.prepare([definition], in: folder.store)
      try folder.append(0..<16)
      let disk = DyingDisk(changes: changes)
      let now = LogFolder.evening.advanced(byMilliseconds: 86_400_000)
      let dying = folder.writer(definition, disk: LogDisk(interruption: disk))
      do {
        while try dying.step(limit: 5) > 0 { _ = try dying.maintain(now: now) }
        while try dying.maintain(now: now) {}
      } catch { #expect(disk.isDead, "\(error)") }
      isDone = !disk.isDead
      let next = folder.writer(definition)
      while try next.step(limit: 5) > 0 {}
      while try next.maintain(now: now) {}
      let expected = try folder.expected(definition, 0..<16)
      for (path, text) in expected {
        // A day that was compressed before its last records came has them in a file of their own.
        let found = try LogFolder.whole(path).split(separator: "\n").filter { !$0.hasPrefix("time,") }
        let wanted = text.split(separator: "\n").filter { !$0.hasPrefix("time,") }
        #expect(found.sorted() == wanted, "died at change \(changes), \(path)")
      }
    }
    #expect(changes > 30)
  }

  @Test func aFailedStepLeavesNothingBehind() throws {
    let folder = LogFolder()
    let definition = try folder.definition("%{client}.log")
    try LogWriter.prepare([definition], in: folder.store)
    try folder.append(0..<10)
    try FileManager.default.createDirectory(
      atPath: folder.url.path + "/odd.log", withIntermediateDirectories: true)
    let writer = folder.writer(definition)
    #expect(throws: LogFailure.self) { try writer.step(limit: 100) }
    let even = folder.url.path + "/even.log"
    #expect(try !LogFolder.exists(even) || LogFolder.text(even).isEmpty)
    try FileManager.default.removeItem(atPath: folder.url.path + "/odd.log")
    #expect(try writer.step(limit: 100) == 10)
    for (path, text) in try folder.expected(definition, 0..<10) { #expect(try LogFolder.text(path) == text) }
  }

  /// FreeRADIUS's reader takes the file away by renaming it.
  @Test func aFileThatWasTakenAwayIsBegunAnew() throws {
    let folder = LogFolder()
    let definition = try folder.definition("detail")
    try LogWriter.prepare([definition], in: folder.store)
    let writer = folder.writer(definition)
    try folder.append(0..<2)
    #expect(try writer.step(limit: 10) == 2)
    let path = folder.url.path + "/detail"
    try FileManager.default.moveItem(atPath: path, toPath: path + ".work")
    try folder.append(2..<5)
    #expect(try writer.step(limit: 10) == 3)
    let all = try #require(try folder.expected(definition, 0..<5)[path])
    #expect(try LogFolder.text(path + ".work") + LogFolder.text(path) == all)
    // A new process cuts nothing off a file that it does not know.
    try FileManager.default.removeItem(atPath: path)
    try "somebody else's\n".write(toFile: path, atomically: true, encoding: .utf8)
    try folder.append(5..<6)
    #expect(try folder.writer(definition).step(limit: 10) == 1)
    #expect(try LogFolder.text(path).hasPrefix("somebody else's\n"))
  }

  @Test func finishedDaysAreCompressedAndRemovedInTime() throws {
    let folder = LogFolder()
    let definition = try folder.definition("log-%Y%m%d", keep: 10 * 86_400_000)
    try LogWriter.prepare([definition], in: folder.store)
    let writer = folder.writer(definition)
    try folder.append(0..<20)
    while try writer.step(limit: 100) > 0 {}
    // An hour of grace behind midnight.
    #expect(try !writer.maintain(now: LogFolder.evening.advanced(byMilliseconds: 600_000)))
    #expect(try folder.names() == ["log-20261124", "log-20261125"])
    #expect(try !writer.maintain(now: LogFolder.evening.advanced(byMilliseconds: 7_200_000)))
    #expect(try folder.names() == ["log-20261124.gz", "log-20261125"])
    // A late record makes the day's file anew; it never replaces what is compressed.
    try folder.append(0..<1)
    #expect(try writer.step(limit: 100) == 1)
    #expect(try !writer.maintain(now: LogFolder.evening.advanced(byMilliseconds: 7_200_000)))
    #expect(try folder.names() == ["log-20261124.1.gz", "log-20261124.gz", "log-20261125"])
    // Files carry the time of this machine, which is when they were written.
    let later = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) + 11 * 86_400_000)
    try "not ours".write(toFile: folder.url.path + "/log-2026112", atomically: true, encoding: .utf8)
    #expect(try !writer.maintain(now: later))
    #expect(try folder.names() == ["log-2026112"])
  }

  @Test func cursorsOfLogsThatAreNoMoreGo() throws {
    let folder = LogFolder()
    try folder.store.put(JournalCursor(name: "other", position: JournalPosition(rawValue: 0)))
    try LogWriter.prepare([try folder.definition("a")], in: folder.store)
    #expect(try folder.store.journalCursors().map(\.name) == ["log.test", "other"])
    try LogWriter.prepare([], in: folder.store)
    #expect(try folder.store.journalCursors().map(\.name) == ["other"])
  }
}
