import AddressPool
import Storage
import StorageSQLite
import Testing
import Timebase

/// The SQLite store against the reference, over random worlds: whatever was written, in whatever steps it was folded,
/// all reports are equal.
struct StoreEquivalenceTests {
  @Test(arguments: UInt64(1)...8)
  func storesTellTheSame(seed: UInt64) throws {
    var random = RandomEntries(seed: seed)
    let reference = MemoryStore()
    let fixture = try StoreFixture.sqlite()
    var step = 0
    for _ in 0..<60 {
      let entries = try (0..<(1 + random.number(12))).map { _ in
        step += 1
        return try random.worldEntry(step: step)
      }
      try reference.append(entries)
      try fixture.store.append(entries)
      switch random.number(6) {
      case 0, 1: _ = try fixture.store.fold(limit: 1 + random.number(40))
      case 2: #expect(try fixture.store.recover() == reference.recover(), "seed \(seed)")
      case 3: try fixture.reopen()
      default: break
      }
    }
    let store = fixture.store
    #expect(try store.recover() == reference.recover(), "seed \(seed)")
    #expect(try store.leases() == reference.leases(), "seed \(seed)")
    #expect(try store.sessions(SessionFilter()) == reference.sessions(SessionFilter()), "seed \(seed)")
    #expect(
      try store.postAuthentications(limit: 1000) == reference.postAuthentications(limit: 1000), "seed \(seed)")
    #expect(try store.auditLedger() == reference.auditLedger(), "seed \(seed)")
    for number: UInt32 in 0..<12 {
      let address = Samples.address(number)
      #expect(try store.history(of: address) == reference.history(of: address), "seed \(seed)")
    }
  }
}
