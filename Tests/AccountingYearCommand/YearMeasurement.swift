import AccountingYear
import Dispatch
import Storage
import StorageSQLite
import Synchronization
import Timebase

#if canImport(Glibc)
  import Glibc
#endif

/// Makes a year in a real store, and measures.
struct YearMeasurement {
  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  /// KiB, for the ends of all indexes, so that a year is made in an hour.
  private static let foldCache = 1 << 20
  /// Entries to one commit.
  private static let commit = 10_000
  /// Entries that may wait for the fold.
  private static let waitingMax: UInt64 = 3_000_000

  let plan: YearPlan
  let folder: String
  /// Entries to one transaction of the fold.
  var foldStep = 500_000

  var path: String { folder + "/rollcall.db" }

  /// Writes the journal on one thread and folds it on another. Goes on where it was broken off, for a plan makes the same year.
  func build() throws {
    let store = try SQLiteStore(path: path, foldCache: YearMeasurement.foldCache)
    let begin = YearMeasurement.seconds
    let isWritten = Atomic(false)
    let failure = Mutex<String?>(nil)
    // Each side tells the other that it has gone on.
    let (appended, gone) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let thread = DispatchQueue(label: "journal")
    thread.async {
      do {
        try write(to: store, appended: appended, folded: gone)
      } catch {
        failure.withLock { $0 = "\(error)" }
      }
      isWritten.store(true, ordering: .releasing)
      appended.signal()
    }
    var folded = 0
    var before = 0
    var told = begin
    while true {
      let isLast = isWritten.load(ordering: .acquiring)
      let waiting = try store.position().rawValue - store.cursor().rawValue
      if waiting == 0, isLast { break }
      if !isLast, waiting < min(UInt64(foldStep), YearMeasurement.waitingMax) {
        appended.wait()
        continue
      }
      folded += try store.fold(limit: foldStep)
      gone.signal()
      if YearMeasurement.seconds - told > 20 {
        let now = YearMeasurement.seconds
        print(
          "\(folded) entries folded, \(Int(now - begin)) s; \(Int(Double(folded - before) / (now - told))) a second now"
        )
        (told, before) = (now, folded)
        fflush(nil)
      }
    }
    thread.sync {}
    if let problem = failure.withLock({ $0 }) { throw Failure(problem) }
    print("built: \(folded) entries, \(Int(YearMeasurement.seconds - begin)) s")
    try store.close()
  }

  /// Folds the journal of a folder that has been filled anew, and tells how fast.
  func refold() throws {
    // Derived tables that are moved away are made anew.
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    let store = try SQLiteStore(path: path)
    let (begin, used) = (YearMeasurement.seconds, clock())
    while try store.fold(limit: foldStep) > 0 {}
    let entries = Double(try store.position().rawValue)
    let span = YearMeasurement.seconds - begin
    print(
      "folded anew: \(Int(entries)) entries, \(Int(entries / span)) a second, "
        + "\(Int(entries / (Double(clock() - used) / 1e6))) a second of the processor")
    try store.close()
  }

  /// Lets go of all that is there in steps, as a server does, while another thread commits; tells how fast it went, and what
  /// the slowest step and commit took. The folder is of no use after it.
  func retain() throws {
    let store = try SQLiteStore(path: path)
    try store.catchUp()
    let isDone = Atomic(false)
    let commits = Mutex<[Double]>([])
    let thread = DispatchQueue(label: "commits")
    var small = plan
    small.sessions = 10_000
    let entries = AccountingYear(small)
    thread.async {
      var year = entries
      while !isDone.load(ordering: .acquiring), let batch = year.next() {
        let begin = YearMeasurement.seconds
        guard (try? store.append(batch)) != nil else { return }
        commits.withLock { $0.append(YearMeasurement.seconds - begin) }
        usleep(2_000)
      }
    }
    let horizon = Timestamp(seconds: plan.start.seconds + 400 * 86_400)
    var pass = RetentionPass(
      RetentionHorizon(records: horizon, sessions: horizon, ledger: horizon, authentications: horizon))
    var (slowest, begin) = (0.0, YearMeasurement.seconds)
    let first = begin
    var pace = RetentionPace()
    while !pass.isDone {
      try store.retain(&pass, limit: pace.limit)
      let took = YearMeasurement.seconds - begin
      slowest = max(slowest, took)
      pace.took(Int64(took * 1000))
      usleep(UInt32(pace.rest * 1000))
      begin = YearMeasurement.seconds
    }
    isDone.store(true, ordering: .releasing)
    thread.sync {}
    let span = YearMeasurement.seconds - first
    let sorted = commits.withLock { $0.sorted() }
    func milliseconds(_ seconds: Double?) -> Int { Int(((seconds ?? 0) * 1000).rounded(.up)) }
    print(
      "let go: \(pass.entries) entries, \(pass.sessions) sessions, \(Int(Double(pass.entries) / span)) entries a "
        + "second; slowest step \(milliseconds(slowest)) ms; commits beside it: \(sorted.count), median "
        + "\(milliseconds(sorted.isEmpty ? nil : sorted[sorted.count / 2])) ms, slowest \(milliseconds(sorted.last)) ms"
    )
    try store.close()
  }

  private func write(to store: SQLiteStore, appended: DispatchSemaphore, folded: DispatchSemaphore) throws {
    var year = AccountingYear(plan)
    var batch: [JournalEntry] = []
    var known = try store.position().rawValue
    while let more = year.next() {
      // Commits hold events as wholes.
      if known > 0 {
        known -= UInt64(more.count)
        continue
      }
      batch += more
      guard batch.count >= YearMeasurement.commit else { continue }
      while try store.position().rawValue - store.cursor().rawValue > YearMeasurement.waitingMax { folded.wait() }
      try store.append(batch)
      appended.signal()
      batch.removeAll(keepingCapacity: true)
    }
    try store.append(batch)
    print("\(year.sessions) sessions, \(year.records) records")
  }

  static var seconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
