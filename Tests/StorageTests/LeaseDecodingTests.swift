import AddressPool
import GRDB
import NetworkAddress
import Storage
import StorageSQLite
import Testing

/// More leases than are decoded at once: the second thread has its part in reading them.
@Suite struct LeaseDecodingTests {
  private static let count: UInt32 = 12_000

  private func fill(_ store: SQLiteStore) throws {
    var entries: [JournalEntry] = []
    // Addresses that were given out in no order.
    for id in 1...LeaseDecodingTests.count {
      let number = id * 7919 % (LeaseDecodingTests.count + 1)
      entries.append(Samples.transition(number, id: UInt64(id), from: .free, to: .active, .confirmed))
    }
    for start in stride(from: 0, to: entries.count, by: 1000) {
      try store.append(Array(entries[start..<min(start + 1000, entries.count)]))
    }
    try store.catchUp()
  }

  @Test func allOfManyLeasesAreReadInTheOrderOfAddresses() throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try fill(store)
    // The tail of the journal goes on top: one address anew, and one that there was not.
    try store.append([
      Samples.transition(5, id: 20_000, from: .active, to: .free, .stopped),
      Samples.transition(0, id: 20_001, from: .free, to: .offered, .offered),
    ])
    let state = try store.recover()
    #expect(state.leases.map(\.address) == (0...LeaseDecodingTests.count).map(Samples.address))
    #expect(state.leases[5].id.rawValue == 20_000 && state.leases[0].id.rawValue == 20_001)
    #expect(
      state.leases.allSatisfy { lease in lease.holder?.nasPort == lease.address.rawValue - Samples.address(0).rawValue }
    )
    #expect(state.leases.liveCount == Int(LeaseDecodingTests.count))
    #expect(try store.auditLedger().isEmpty)
    try store.close()
  }

  /// Wherever it is: both threads must end.
  @Test(arguments: [1, 4_000, 8_000, 12_000] as [UInt32])
  func aRowThatCannotBeReadIsNamed(number: UInt32) throws {
    let folder = try TemporaryFolder()
    let store = try SQLiteStore(path: folder.path("rollcall.db"))
    try fill(store)
    let writer = try DatabaseQueue(path: folder.path("rollcall.db"))
    try writer.write {
      try $0.execute(
        sql: "UPDATE lease SET body = substr(body, 1, 20) WHERE address = ?",
        arguments: [Samples.address(number).rawValue])
    }
    let error = #expect(throws: StoreError.self) { try store.recover() }
    #expect(error?.kind == .corrupt && error?.message.contains("rollcall.db") == true)
    try writer.close()
    try store.close()
  }
}
