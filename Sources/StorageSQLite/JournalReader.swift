import AddressPool
import GRDB
import GRDBSQLite
import NetworkAddress
import Storage
import Timebase

/// Reads the journal on a connection of its own, beside whoever appends: its file, and behind it what is still in the
/// commit log.
///
/// `@unchecked Sendable`: the statements are touched on the queue only, and the queue takes one caller at a time.
final class JournalReader: @unchecked Sendable {
  private let path: String
  private let queue: DatabaseQueue
  private var after: SQLiteStatement?
  private var holding: SQLiteStatement?
  /// What the commit log has; its first rows may be in the file as well. It is asked before the file is read, for what
  /// leaves the log is in the file by then.
  private let tail: @Sendable () throws(StoreError) -> [JournalRow]

  init(
    path: String, tail: @escaping @Sendable () throws(StoreError) -> [JournalRow] = { [] }
  ) throws(StoreError) {
    self.path = path
    self.tail = tail
    queue = try SQLiteConnection.reader(path)
    try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        after = try SQLiteStatement(
          database,
          """
          SELECT first, count, body FROM batch
          WHERE first >= (SELECT coalesce(max(first), 0) FROM batch WHERE first <= ?1) ORDER BY first
          """, file: path)
        holding = try SQLiteStatement(
          database, "SELECT first, count, body FROM batch WHERE first <= ?1 ORDER BY first DESC LIMIT 1", file: path)
      }
    }
  }

  func last() throws(StoreError) -> Int64 {
    let tail = try tail().last?.last ?? 0
    return max(tail, try lastInFile())
  }

  /// The last entry's number without the commit log.
  func lastInFile() throws(StoreError) -> Int64 {
    try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        try Int64.fetchOne(database, sql: "SELECT first + count - 1 FROM batch ORDER BY first DESC LIMIT 1") ?? 0
      }
    }
  }

  func identity() throws(StoreError) -> String {
    try StoreError.mapping(path) { try queue.writeWithoutTransaction { try JournalSchema.identity($0) } }
  }

  func tokenKeys() throws(StoreError) -> [TokenKey] {
    try StoreError.mapping(path) { try queue.writeWithoutTransaction { try TokenKeyTable.read($0) } }
  }

  func cursors() throws(StoreError) -> [JournalCursor] {
    try StoreError.mapping(path) { try queue.writeWithoutTransaction { try CursorTable.read($0) } }
  }

  func cut(withLeases: Bool) throws(StoreError) -> JournalCut {
    try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { try CutTable.read($0, file: path, withLeases: withLeases) }
    }
  }

  /// What the part that was cut off left of an address.
  func cutLease(of address: IPv4Address) throws(StoreError) -> Lease? {
    try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        guard try JournalSchema.hasCursors(database) else { return nil }
        let statement = try SQLiteStatement(database, "SELECT body FROM cutlease WHERE address = ?", file: path)
        statement.bind(1, Int64(address.rawValue))
        var recent = RecentTexts()
        defer { statement.reset() }
        return try statement.step() ? try LeaseRow.read(statement, column: 0, file: path, &recent) : nil
      }
    }
  }

  /// The numbers of the last entries of the oldest rows that lie before `time` whole and end by `position`, about `entries`
  /// entries; never the newest row.
  func oldRows(before time: Timestamp, through position: Int64, entries: Int) throws(StoreError) -> [Int64] {
    try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        let rows = try Row.fetchAll(
          database,
          sql: """
            SELECT first + count - 1 AS last, count, time FROM batch
            WHERE first < (SELECT max(first) FROM batch) ORDER BY first LIMIT ?
            """, arguments: [entries])
        var found: [Int64] = []
        var sum = 0
        for row in rows {
          guard sum < entries, (row[0] as Int64) <= position, (row[2] as Int64) < time.milliseconds else { break }
          found.append(row[0])
          sum += row[1] as Int
        }
        return found
      }
    }
  }

  /// Calls `take` for each entry after `position`, row by row, until a row ends with `limit` or more of them.
  func entries(
    after position: Int64, limit: Int, _ take: (JournalItem) throws -> Void
  ) throws(StoreError) {
    var taken = 0
    var recent = RecentTexts()
    try rows(after: position) { (memory, first, count, skip) in
      var number = first + Int64(skip)
      // The first failure ends it; the rest of the row is passed over.
      var failure: (any Error)?
      try JournalCodec.decode(memory, count: count, skipping: skip, recent: &recent) { entry in
        guard failure == nil else { return }
        do {
          try take(JournalItem(position: JournalPosition(rawValue: UInt64(number)), entry: entry))
        } catch {
          failure = error
        }
        number += 1
      }
      if let failure { throw failure }
      taken += count - skip
      return taken < limit
    }
  }

  /// Hands each entry after `position` that a starting server needs to `recovery`, and returns the last entry's number.
  func state(after position: Int64, into recovery: inout RecoveryFold) throws(StoreError) -> Int64 {
    var last = position
    var recent = RecentTexts()
    try rows(after: position) { (memory, first, count, skip) in
      try JournalCodec.decodeState(memory, count: count, skipping: skip, recent: &recent, into: &recovery)
      last = first + Int64(count) - 1
      return true
    }
    return last
  }

  /// What was cut off, and the transitions after it up to `position`, out of one transaction. Nobody else reads on this
  /// connection meanwhile.
  func ledger(
    through position: JournalPosition, begin: (JournalCut) -> Void, _ body: (LedgerEntry) -> Void
  ) throws(StoreError) {
    let last = Int64(clamping: position.rawValue)
    var recent = RecentTexts()
    let tail = try tail()
    try StoreError.mapping(path) {
      try queue.read { database in
        let cut = try CutTable.read(database, file: path, withLeases: true)
        begin(cut)
        try walk(after: Int64(bitPattern: cut.position.rawValue), tail) { (memory, first, count, skip) in
          var number = first + Int64(skip)
          try JournalCodec.decode(memory, count: count, skipping: skip, recent: &recent) { entry in
            if case .transition(let transition) = entry, number <= last {
              body(LedgerEntry(position: JournalPosition(rawValue: UInt64(number)), transition: transition))
            }
            number += 1
          }
          return number <= last
        }
      }
    }
  }

  /// The lease transitions at `positions`.
  func transitions(at positions: [Int64]) throws(StoreError) -> [LedgerEntry] {
    let tail = try tail()
    return try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { database in
        guard let holding else { throw StoreError(.closed, "\(path) is closed") }
        return try positions.compactMap { position in
          if let row = tail.row(of: position) { return try entry(position, in: row) }
          defer { holding.reset() }
          holding.bind(1, position)
          guard try holding.step() else {
            // Retention may have cut it off since its position was read.
            let cut = try CutTable.read(database, file: path, withLeases: false).position
            if UInt64(bitPattern: position) <= cut.rawValue { return nil }
            throw missing(position)
          }
          let first = holding.number(0)
          let transition = try decoding(row: first) { () throws(JournalDecodingError) in
            try JournalCodec.decodeTransition(
              holding.memory(2), count: Int(holding.number(1)), at: Int(position - first))
          }
          guard let transition else { throw missing(position) }
          return LedgerEntry(position: JournalPosition(rawValue: UInt64(position)), transition: transition)
        }
      }
    }
  }

  private func entry(_ position: Int64, in row: JournalRow) throws(StoreError) -> LedgerEntry {
    let transition = try decoding(row: row.first) { () throws(JournalDecodingError) in
      try row.octets.withBytes { (memory) throws(JournalDecodingError) in
        try JournalCodec.decodeTransition(memory, count: row.count, at: Int(position - row.first))
      }
    }
    guard let transition else { throw missing(position) }
    return LedgerEntry(position: JournalPosition(rawValue: UInt64(position)), transition: transition)
  }

  func close() throws(StoreError) {
    try StoreError.mapping(path) {
      queue.writeWithoutTransaction { _ in
        after = nil
        holding = nil
      }
      try queue.close()
    }
  }

  /// Calls `body` with each row that has entries after `position`, the number of its first entry, how many it has, and how
  /// many of them are not after `position`, until `body` returns false.
  private func rows(
    after position: Int64, _ body: (UnsafeRawBufferPointer, Int64, Int, Int) throws -> Bool
  ) throws(StoreError) {
    let tail = try tail()
    try StoreError.mapping(path) {
      try queue.writeWithoutTransaction { _ in try walk(after: position, tail, body) }
    }
  }

  /// ``rows(after:_:)`` on the connection's queue, with what the commit log had before.
  private func walk(
    after position: Int64, _ tail: [JournalRow], _ body: (UnsafeRawBufferPointer, Int64, Int, Int) throws -> Bool
  ) throws {
    guard let after else { throw StoreError(.closed, "\(path) is closed") }
    defer { after.reset() }
    var last = position
    func take(_ memory: UnsafeRawBufferPointer, _ first: Int64, _ count: Int) throws -> Bool {
      let skip = Int(clamping: last + 1 - first)
      if skip >= count { return true }
      last = first + Int64(count) - 1
      do {
        return try body(memory, first, count, max(0, skip))
      } catch let error as JournalDecodingError {
        throw StoreError(error, row: first, file: path)
      }
    }
    after.bind(1, position + 1)
    while try after.step() {
      guard try take(after.memory(2), after.number(0), Int(after.number(1))) else { return }
    }
    for row in tail {
      guard try row.octets.withUnsafeBytes({ try take($0, row.first, row.count) }) else { return }
    }
  }

  private func decoding<Result>(
    row first: Int64, _ body: () throws(JournalDecodingError) -> Result
  ) throws(StoreError) -> Result {
    do { return try body() } catch { throw StoreError(error, row: first, file: path) }
  }

  private func missing(_ position: Int64) -> StoreError {
    StoreError(.corrupt, "entry \(position) is missing from \(path); the file is damaged: bring it back from a backup")
  }
}
