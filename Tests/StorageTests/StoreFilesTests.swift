import StorageSQLite
import Testing

struct StoreFilesTests {
  @Test(arguments: [
    ("var/rollcall.db", "var/rollcall.journal", "var/rollcall.lock"),
    ("rollcall.sqlite", "rollcall.journal", "rollcall.lock"),
    ("var/store", "var/store.journal", "var/store.lock"),
    ("etc.d/store", "etc.d/store.journal", "etc.d/store.lock"),
    ("var/.store", "var/.store.journal", "var/.store.lock"),
    ("var/a.journal", "var/a.journal.journal", "var/a.lock"),
    ("var/a.lock", "var/a.journal", "var/a.lock.lock"),
  ])
  func filesLieTogether(path: String, journal: String, lock: String) {
    let files = StoreFiles(path: path)
    #expect(files.derived == path && files.journal == journal && files.lock == lock)
  }

  @Test(arguments: [
    ("var/rollcall.db", "var/rollcall.commits"), ("var/store", "var/store.commits"),
    ("var/a.commits", "var/a.commits.commits"),
  ])
  func commitsLieBesideTheJournal(path: String, commits: String) {
    #expect(StoreFiles(path: path).commits == commits)
  }
}
