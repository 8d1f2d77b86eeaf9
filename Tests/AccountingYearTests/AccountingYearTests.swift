import AccountingYear
import Admin
import Glibc
import Storage
import StorageSQLite
import Testing
import Timebase

/// The year scaled down: what it tells is what was put in, and the same in both stores.
struct AccountingYearTests {
  private static func entries(_ plan: YearPlan) -> (year: AccountingYear, batches: [[JournalEntry]]) {
    var year = AccountingYear(plan)
    var batches: [[JournalEntry]] = []
    while let more = year.next() {
      if !more.isEmpty { batches.append(more) }
    }
    return (year, batches)
  }

  private static let plan: YearPlan = {
    var plan = YearPlan()
    (plan.subscribers, plan.sessions, plan.days) = (20, 800, 10)
    return plan
  }()

  @Test func aPlanMakesTheSameYear() {
    let first = AccountingYearTests.entries(AccountingYearTests.plan)
    let second = AccountingYearTests.entries(AccountingYearTests.plan)
    #expect(first.batches == second.batches && first.year.sessions == 800)
    // A Start, two Interims and a Stop in the mean.
    #expect((3.0...5.0).contains(Double(first.year.records) / 800))
    var other = AccountingYearTests.plan
    other.seed = 2
    #expect(AccountingYearTests.entries(other).batches != first.batches)
  }

  @Test func theStoresTellTheSameOfIt() throws {
    var template = Array("/tmp/rollcall-year-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
    let folder = String(cString: try #require(made))
    defer {
      for name in ["rollcall.commits", "rollcall.db", "rollcall.journal", "rollcall.lock"] {
        unlink("\(folder)/\(name)")
      }
      rmdir(folder)
    }
    let store = try SQLiteStore(path: "\(folder)/rollcall.db")
    let reference = MemoryStore()
    for batch in AccountingYearTests.entries(AccountingYearTests.plan).batches {
      try store.append(batch)
      try reference.append(batch)
    }
    #expect(try store.sessions(SessionFilter()) == reference.sessions(SessionFilter()))
    #expect(try store.auditLedger().isEmpty)
    for grouping in UsageGrouping.allCases {
      let request = UsageRequest(
        by: grouping, from: AccountingYearTests.plan.start.advanced(byMilliseconds: 5_400_000),
        to: AccountingYearTests.plan.start.advanced(byMilliseconds: 15 * 86_400_000), zone: ZoneOffsets(first: 19_800),
        now: AccountingYearTests.plan.start.advanced(byMilliseconds: 20 * 86_400_000))
      let report = try UsageAnalysis(request, store: store).report()
      #expect(try report == UsageAnalysis(request, store: reference).report(), "by \(grouping)")
      #expect(report.total.sessions > 500 && !report.rows.isEmpty, "by \(grouping)")
    }
    try store.close()
  }
}
