import Accounting
import Storage
import Testing
import Timebase

/// Random histories of sessions whose packets are lost, repeated and reordered: every figure is what was delivered says,
/// however it came.
struct PacketHistoryTests {
  private struct Delivery {
    var history: Int
    var packet: PacketHistory.Packet
    var delay: Int64
    var arrival: Timestamp
  }

  private static func deliveries(
    _ histories: [PacketHistory], _ random: inout RandomEntries
  ) -> [Delivery] {
    var all: [Delivery] = []
    for (index, history) in histories.enumerated() {
      for packet in history.packets where random.number(5) > 0 {
        for _ in 0..<(random.number(4) == 0 ? 2 + random.number(2) : 1) {
          let delay = random.number(3) == 0 ? Int64(random.number(30_000)) : 0
          let arrival = history.time(of: packet).advanced(byMilliseconds: delay * 1000)
          all.append(Delivery(history: index, packet: packet, delay: delay, arrival: arrival))
        }
      }
    }
    return all.sorted { ($0.arrival, $0.history, $0.packet.age) < ($1.arrival, $1.history, $1.packet.age) }
  }

  @Test(arguments: StoreKind.allCases, Array(UInt64(1)...12))
  func everyFigureIsWhatWasDelivered(kind: StoreKind, seed: UInt64) throws {
    var random = RandomEntries(seed: seed)
    let histories = (0..<60).map { PacketHistory.random(number: $0, from: Samples.midnight, &random) }
    let deliveries = PacketHistoryTests.deliveries(histories, &random)
    let fixture = try kind.make()
    var octets: [Rollup.Key: SIMD2<Int64>] = [:]
    var most: [Int: SIMD2<Int64>] = [:]
    for delivery in deliveries {
      let history = histories[delivery.history]
      try fixture.store.append([try history.record(delivery.packet, delay: delivery.delay)])
      if random.number(9) == 0 { _ = try fixture.store.fold(limit: 1 + random.number(30)) }
      if random.number(90) == 0 { try fixture.reopen() }
      let told =
        delivery.packet.hasCounters
        ? SIMD2(Int64(delivery.packet.input), Int64(delivery.packet.output)) : SIMD2(0, 0)
      let before = most[delivery.history] ?? SIMD2(0, 0)
      let now = SIMD2(max(before[0], told[0]), max(before[1], told[1]))
      let slot = history.time(of: delivery.packet).seconds / 900
      octets[Rollup.Key(table: .usage, time: slot, nas: history.nas, pool: ""), default: SIMD2(0, 0)] &+= now &- before
      most[delivery.history] = now
    }
    let rows = try fixture.store.sessions(SessionFilter())
    for (index, history) in histories.enumerated() {
      let delivered = deliveries.filter { $0.history == index }
      let found = rows.filter { $0.session == history.session }
      #expect(found.count == (delivered.isEmpty ? 0 : 1), "seed \(seed), \(history.session)")
      guard let row = found.first else { continue }
      let last = delivered.map { history.time(of: $0.packet) }.max()
      let stop = delivered.first { $0.packet.status == 2 }.map { history.time(of: $0.packet) }
      let age = delivered.filter { $0.packet.status != 1 }.map(\.packet.age).max() ?? 0
      #expect(row.start == history.start && row.stop == stop && row.lastSeen == last, "seed \(seed), \(row)")
      #expect(
        row.inputOctets == UInt64(most[index]?[0] ?? 0) && row.outputOctets == UInt64(most[index]?[1] ?? 0),
        "seed \(seed), \(row)")
      #expect(Int64(row.sessionTime) == age && row.user == history.user, "seed \(seed), \(row)")
    }
    try RollupReference(rows).expect(of: fixture.store, "seed \(seed)")
    var query = RollupQuery(.usage)
    (query.keepsTime, query.keepsNAS) = (true, true)
    let found = try fixture.store.rollups(query).map { ($0.key, SIMD2($0.counts[4], $0.counts[5])) }
    let none = SIMD2<Int64>(0, 0)
    #expect(
      Dictionary(uniqueKeysWithValues: found.filter { $0.1 != none }) == octets.filter { $0.value != none },
      "seed \(seed)")
  }

  /// Every session closed by a restart of its NAS, and some alive after all.
  @Test(arguments: StoreKind.allCases, Array(UInt64(1)...6))
  func whatIsReopenedIsCountedOnce(kind: StoreKind, seed: UInt64) throws {
    var random = RandomEntries(seed: seed)
    let histories = (0..<30).map { PacketHistory.random(number: $0, from: Samples.midnight, &random) }
    let store = try kind.make().store
    for delivery in PacketHistoryTests.deliveries(histories, &random) {
      let history = histories[delivery.history]
      try store.append([try history.record(delivery.packet, delay: delivery.delay, verdict: .applied)])
      if random.number(12) == 0 {
        try store.append([
          try Samples.accounting(
            7, session: "", user: "", at: delivery.arrival, nas: "192.0.2.\(random.number(3))", verdict: .nasReboot)
        ])
      }
    }
    let rows = try store.sessions(SessionFilter())
    #expect(Set(rows.map(\.session)).count == rows.count, "seed \(seed)")
    try RollupReference(rows).expect(of: store, "seed \(seed)")
  }
}
