import Accounting
import Storage
import Testing
import Timebase

/// Sessions page by page, narrowed, over every store.
struct ExportTests {
  @Test(arguments: StoreKind.allCases)
  func rowsComeInPagesAndNarrowed(kind: StoreKind) throws {
    let store = try kind.make().store
    for number in 0..<10 {
      let start = Samples.midnight.advanced(byMilliseconds: Int64(number) * 60_000)
      let user = number % 2 == 0 ? "even" : "odd"
      let nas = number < 5 ? "192.0.2.1" : "192.0.2.2"
      try store.append([try Samples.accounting(1, session: "s\(number)", user: user, at: start, nas: nas)])
      if number < 8 {
        let stop = start.advanced(byMilliseconds: 90_000)
        try store.append([try Samples.accounting(2, session: "s\(number)", user: user, at: stop, nas: nas)])
      }
    }
    func sessions(_ filter: ExportFilter, after: Int64 = 0, limit: Int = 100) throws -> [String] {
      try store.sessionRows(after: after, filter, limit: limit).map(\.session)
    }
    #expect(try sessions(ExportFilter()) == (0..<10).map { "s\($0)" })
    #expect(try sessions(ExportFilter(), limit: 3) == ["s0", "s1", "s2"])
    let third = try #require(try store.sessionRows(after: 0, ExportFilter(), limit: 3).last)
    #expect(try sessions(ExportFilter(), after: third.number, limit: 2) == ["s3", "s4"])
    #expect(try sessions(ExportFilter(user: "odd", nas: "192.0.2.2")) == ["s5", "s7", "s9"])
    #expect(try sessions(ExportFilter(nas: "lab")).count == 10)
    // Events lie 1.5 s before the arrival, and rows know whole seconds: `s0` ends at 88 s, `s4` begins at 238 s.
    func time(_ seconds: Int64) -> Timestamp { Samples.midnight.advanced(byMilliseconds: seconds * 1000) }
    #expect(try sessions(ExportFilter(from: time(88), to: time(238))) == ["s0", "s1", "s2", "s3"])
    #expect(try sessions(ExportFilter(from: time(89), to: time(239))) == ["s1", "s2", "s3", "s4"])
    #expect(try sessions(ExportFilter(from: time(100_000))) == ["s8", "s9"])
  }
}
