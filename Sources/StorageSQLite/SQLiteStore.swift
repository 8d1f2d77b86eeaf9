package import Accounting
package import AddressPool
import GRDB
package import NetworkAddress
package import Storage
import Synchronization
import Timebase

/// The embedded store: a journal whose commits are synced in a log before it, and derived tables in a file beside it. See
/// ``StoreFiles`` for the files and `docs/architecture.md` for why there are three.
///
/// ```swift
/// let store = try SQLiteStore(path: "var/rollcall.db")
/// try store.append(entries)  // on disk when it returns
/// ```
package final class SQLiteStore: Store {
  /// Entries folded before the journal's log is copied into its file.
  static let checkpointEntries = 4_096
  /// Octets of derived tables that are copied into memory to be read with what they lack.
  package static let copyMax = 256 << 20
  /// Pages of 4 KiB in the log of the derived tables before they are copied into the file: most of them are written again
  /// and again, and copied once.
  static let derivedCheckpointPages = 16_384

  package let files: StoreFiles
  private let isClosed = Atomic(false)
  /// False in a store that is for reading only.
  let writesFiles: Bool
  private let lock: Mutex<StoreLock?>
  /// Nil in a store that is for reading only.
  private let writer: Mutex<JournalWriter?>
  /// Where commits are synced before the journal has them. Nil in a store that is for reading only.
  private let log: CommitLog?
  let journal: JournalReader
  /// Reads the whole ledger, which may take minutes, on a connection of its own, so that neither the fold nor a log waits.
  let ledger: JournalReader
  private let checkpointer: JournalCheckpointer?
  /// Nil where there is nothing to fold into: in a store for reading only whose tables are complete.
  let folder: Mutex<Folder?>
  let derived: DerivedReader
  /// How far the derived tables are that are read as they are; nil: they are folded here.
  private let readCursor: Int64?

  struct Folder {
    var writer: DerivedWriter
    var sinceCheckpoint = 0
  }

  /// Opens the store for a server, and makes what is missing. `foldCache`: KiB of pages that the fold may keep in memory.
  /// - Throws: ``StoreError/Kind/locked`` when another server has it.
  package init(path: String, foldCache: Int = SQLiteConnection.foldCache) throws(StoreError) {
    files = StoreFiles(path: path)
    writesFiles = true
    lock = Mutex(try StoreLock(files))
    try StoreFiles.create(files.journal)
    try StoreFiles.create(files.derived)
    try StoreFiles.create(files.commits)
    var writer = try JournalWriter(path: files.journal)
    let identity = writer.identity
    // What a server that ended unasked had committed last.
    let log = try CommitLog(path: files.commits, identity: identity, after: writer.next - 1)
    try writer.insert(log.rows)
    log.endMove()
    let end = writer.next - 1
    self.writer = Mutex(writer)
    self.log = log
    journal = try JournalReader(path: files.journal) { log.rows }
    ledger = try JournalReader(path: files.journal) { log.rows }
    checkpointer = try JournalCheckpointer(path: files.journal)
    let queue = try SQLiteConnection.writer(
      files.derived, durability: .normal, checkpointPages: SQLiteStore.derivedCheckpointPages)
    try SQLiteConnection.enlargeCache(of: queue, files.derived, to: foldCache)
    try SQLiteStore.prepare(queue, files, identity: identity, cut: try journal.cut(withLeases: true))
    let folder = Folder(writer: try DerivedWriter(path: files.derived, queue: queue))
    guard folder.writer.cursor <= end else { throw StoreError(aheadOfJournal: files) }
    self.folder = Mutex(folder)
    readCursor = nil
    derived = DerivedReader(path: files.derived, queue: try SQLiteConnection.reader(files.derived))
  }

  /// Opens the store for reading only: it takes no lock and writes nothing. What is not folded yet, because a server was
  /// killed, is folded into a copy of the derived tables in memory, where they are not larger than `copyMax` octets; larger ones
  /// are read as they are, and ``waiting()`` says how many entries they lack. Leases are right either way.
  /// - Throws: ``StoreError/Kind/missing`` when there is no store.
  package init(reading path: String, copyMax: Int = SQLiteStore.copyMax) throws(StoreError) {
    files = StoreFiles(path: path)
    writesFiles = false
    guard StoreFiles.exists(files.journal) else {
      throw StoreError(
        .missing,
        "there is no store at \(path): \(files.journal) does not exist; start the server once, or correct the path")
    }
    lock = Mutex(nil)
    writer = Mutex(nil)
    log = nil
    checkpointer = nil
    let file = try JournalReader(path: files.journal)
    let identity = try file.identity()
    let commits = files.commits
    // A server may be at work, and what has been moved meanwhile is found in the journal's file.
    let tail: @Sendable () throws(StoreError) -> [JournalRow] = { () throws(StoreError) in
      try CommitLog.rows(path: commits, identity: identity, after: try file.lastInFile(), whileWritten: true)
    }
    journal = try JournalReader(path: files.journal, tail: tail)
    ledger = try JournalReader(path: files.journal, tail: tail)
    let queue = try SQLiteStore.readingQueue(
      files, identity: identity, end: try journal.last(), cut: try journal.cut(withLeases: true), copyMax: copyMax)
    derived = DerivedReader(path: files.derived, queue: queue)
    // A queue on a file is read as it is; one in memory has the tail still to come.
    guard queue.path == ":memory:" else {
      folder = Mutex(nil)
      readCursor = try derived.cursor()
      return
    }
    readCursor = nil
    var writer = try DerivedWriter(path: files.derived, queue: queue)
    while try writer.fold(journal, limit: StoreLimits.foldMax) > 0 {}
    folder = Mutex(Folder(writer: writer))
  }

  package func append(_ entries: [JournalEntry]) throws(StoreError) {
    try checkOpen()
    guard let time = entries.last?.time.milliseconds else { return }
    guard let log else { throw StoreError(.readOnly, "the store \(files.derived) is open for reading only") }
    let bodies = JournalCodec.encode(entries)
    if try log.append(bodies, time: time) { return }
    try settle()
    if try log.append(bodies, time: time) { return }
    // Longer than the log.
    try writing { (writer) throws(StoreError) in
      var rows: [JournalRow] = []
      for body in bodies {
        rows.append(
          JournalRow(
            first: (rows.last?.last ?? writer.next - 1) + 1, count: body.count, time: time, octets: body.octets))
      }
      try writer.insert(rows)
      log.skip(entries.count)
    }
  }

  package func settle() throws(StoreError) {
    guard let log else { return }
    try writing { (writer) throws(StoreError) in
      // Once more where the first rows are those that could not be moved before.
      for _ in 0..<2 {
        let rows = try log.beginMove()
        guard !rows.isEmpty else { return }
        try writer.insert(rows)
        log.endMove()
      }
    }
  }

  package var shouldSettle: Bool { log?.isAmple ?? false }

  /// Gives the commit log its room, so that no commit waits for the file system to find some. For a server that starts: it
  /// takes some 64 MB of disk, once, and is left out where little is free.
  /// - Returns: octets that were given room.
  @discardableResult
  package func makeRoomInLog() throws(StoreError) -> Int {
    try checkOpen()
    return try log?.makeRoom() ?? 0
  }

  package func position() throws(StoreError) -> JournalPosition {
    try checkOpen()
    if let log { return JournalPosition(rawValue: UInt64(log.next - 1)) }
    return JournalPosition(rawValue: UInt64(try journal.last()))
  }

  package func cursor() throws(StoreError) -> JournalPosition {
    try checkOpen()
    let cursor = folder.withLock { $0?.writer.cursor } ?? readCursor
    if let cursor { return JournalPosition(rawValue: UInt64(cursor)) }
    return try position()
  }

  /// Entries of the journal that reports do not count, since the tables lack them and nobody folds them here.
  package func waiting() throws(StoreError) -> Int {
    guard let readCursor else { return 0 }
    return Int(clamping: try position().rawValue) - Int(readCursor)
  }

  package func recover() throws(StoreError) -> RecoveredState {
    try checkOpen()
    var (recovery, cursor) = try derived.recovery()
    let last = try journal.state(after: cursor, into: &recovery)
    return (consume recovery).state(at: JournalPosition(rawValue: UInt64(last)))
  }

  package func tokenKeys() throws(StoreError) -> [TokenKey] {
    try checkOpen()
    let keys = try journal.tokenKeys()
    if !keys.isEmpty { return keys }
    return try rotate(onlyIfNone: true)
  }

  package func rotateTokenKey() throws(StoreError) { _ = try rotate(onlyIfNone: false) }

  private func rotate(onlyIfNone: Bool) throws(StoreError) -> [TokenKey] {
    try writing { (writer) throws(StoreError) in
      try writer.write { database in
        let keys = try TokenKeyTable.read(database)
        if onlyIfNone, !keys.isEmpty { return keys }
        var random = SystemRandomNumberGenerator()
        let rotated = TokenKey.rotated(keys, using: &random)
        try TokenKeyTable.replace(with: rotated, database)
        return rotated
      }
    }
  }

  package func fold(limit: Int) throws(StoreError) -> Int {
    try checkOpen()
    guard limit > 0 else { return 0 }
    // The derived tables may not know more than the journal's file.
    try settle()
    let isCheckpointDue = Atomic(false)
    let folded = try folder.withLock { (folder) throws(StoreError) -> Int in
      guard let count = try folder?.writer.fold(journal, limit: limit) else { return 0 }
      folder?.sinceCheckpoint += count
      if let waiting = folder?.sinceCheckpoint, waiting >= SQLiteStore.checkpointEntries {
        folder?.sinceCheckpoint = 0
        isCheckpointDue.store(true, ordering: .relaxed)
      }
      return count
    }
    // It may fail for want of room; the log then waits for the next one, and appends say what is wrong.
    if isCheckpointDue.load(ordering: .relaxed) { try? checkpointer?.run() }
    return folded
  }

  package func refold() throws(StoreError) {
    try checkOpen()
    let cut = try journal.cut(withLeases: true)
    try folder.withLock { (folder) throws(StoreError) in
      guard let cursor = folder?.writer.cursor else {
        throw StoreError(.readOnly, "the store \(files.derived) is open for reading only")
      }
      guard cut.position.rawValue > 0 else {
        return try folder!.writer.empty(identity: try journal.identity(), cut: cut)
      }
      var replay = LedgerReplay()
      try ledger.ledger(
        through: JournalPosition(rawValue: UInt64(cursor)), begin: { replay = LedgerReplay(after: $0.leases) }
      ) { replay.take($0) }
      try folder?.writer.replaceLeases(by: replay.leases)
    }
    try catchUp()
  }

  package func history(of address: IPv4Address) throws(StoreError) -> [LedgerEntry] {
    try catchUp()
    return try journal.transitions(at: try derived.positions(of: address))
  }

  package func leases() throws(StoreError) -> [Lease] {
    try catchUp()
    return try waiting() > 0 ? Array(recover().leases) : derived.leases()
  }

  package func lease(of address: IPv4Address) throws(StoreError) -> Lease? {
    try catchUp()
    return try waiting() > 0 ? recover().leases.first { $0.address == address } : derived.lease(of: address)
  }

  package func sessions(_ filter: SessionFilter) throws(StoreError) -> [SessionRow] {
    try catchUp()
    return try derived.sessions(filter)
  }

  package func postAuthentications(limit: Int) throws(StoreError) -> [AuthenticationRecord] {
    try catchUp()
    return try derived.postAuthentications(limit: limit)
  }

  package func journal(after position: JournalPosition, limit: Int) throws(StoreError) -> [JournalItem] {
    try checkOpen()
    guard limit > 0, let after = Int64(exactly: position.rawValue) else { return [] }
    var items: [JournalItem] = []
    try journal.entries(after: after, limit: limit) { items.append($0) }
    return Array(items.prefix(limit))
  }

  /// How SQLite keeps the journal: what `PRAGMA journal_mode` and `PRAGMA synchronous` say, such as `wal` and 2 (FULL).
  package func journalSettings() throws(StoreError) -> (journalMode: String, synchronous: Int) {
    let settings = try writing { (writer) throws(StoreError) in
      try writer.inspect { database in
        [
          try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "",
          try String.fetchOne(database, sql: "PRAGMA synchronous") ?? "",
        ]
      }
    }
    return (settings[0], Int(settings[1]) ?? -1)
  }

  package func close() throws(StoreError) {
    try checkOpen()
    // Everything is let go of, whatever fails; the first failure is what the caller hears of.
    var failure: StoreError?
    func attempt(_ step: () throws(StoreError) -> Void) {
      do { try step() } catch { failure = failure ?? error }
    }
    attempt { () throws(StoreError) in try catchUp() }
    attempt { () throws(StoreError) in try settle() }
    attempt { () throws(StoreError) in try log?.clear() }
    isClosed.store(true, ordering: .sequentiallyConsistent)
    attempt { () throws(StoreError) in try checkpointer?.close() }
    attempt { () throws(StoreError) in try journal.close() }
    attempt { () throws(StoreError) in try ledger.close() }
    // In memory they share a connection; in files the writer goes last, for only it can clear the log away.
    folder.withLock { $0?.writer.release() }
    attempt { () throws(StoreError) in try derived.close() }
    attempt { () throws(StoreError) in
      try folder.withLock { (folder) throws(StoreError) in
        try folder?.writer.close()
        folder = nil
      }
    }
    attempt { () throws(StoreError) in
      try writer.withLock { (writer) throws(StoreError) in
        try writer?.close()
        writer = nil
      }
    }
    lock.withLock { $0 = nil }
    if let failure { throw failure }
  }

  func checkOpen() throws(StoreError) {
    guard !isClosed.load(ordering: .sequentiallyConsistent) else {
      throw StoreError(.closed, "the store \(files.derived) is closed")
    }
  }

  func writing<Result>(
    _ body: (inout JournalWriter) throws(StoreError) -> sending Result
  ) throws(StoreError) -> sending Result {
    try checkOpen()
    return try writer.withLock { (writer) throws(StoreError) -> sending Result in
      guard writer != nil else {
        throw StoreError(.readOnly, "the store \(files.derived) is open for reading only")
      }
      return try body(&writer!)
    }
  }
}
