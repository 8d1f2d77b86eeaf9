import Foundation
import ProcessHarness
import RADIUSWire
import Testing

extension GauntletTests {
  /// G16 to G18: restarts, a store that is lost, a disk that is full.
  @Suite("Store") struct StoreTests {
    private static func manySessions(_ count: Int) -> [Call] {
      (0..<count).map { index in
        var call = Call("user\(index % 50)", session: "live-\(index)", port: UInt32(index))
        call.asksWithSession = true
        return call
      }
    }

    private static func many(_ settings: inout ServerSettings) {
      settings.ranges = "10.99.0.1-10.99.4.255"
      settings.poolOptions = ["open-offers-per-user: 2000"]
      settings.users = Stage.users((0..<50).map { "user\($0)" })
    }

    @Test(
      "G16 restarted while 1,000 sessions live: all are still held, and all their Stops free", arguments: [true, false])
    func g16(byKill: Bool) throws {
      let stage = try Stage(Self.many)
      let nas = try stage.nas()
      var calls = Self.manySessions(1_000)
      try nas.dialAll(&calls)
      #expect(Set(calls.map(\.address)).count == 1_000)
      try nas.accountAll(.start, calls)
      try stage.expect(active: 1_000)
      if byKill {
        stage.kill()
        try stage.start()
      } else {
        try stage.restart()
      }
      try stage.expect(active: 1_000)
      let live = try stage.sessions()
      #expect(Set(live.map(\.address)) == Set(calls.map(\.addressText)))
      let byName = Dictionary(live.map { ($0.session, $0.address) }) { first, _ in first }
      for call in calls { #expect(byName[call.session] == call.addressText) }
      // Half of the NAS's sessions have lost their Class.
      for index in calls.indices where index % 2 == 0 { calls[index].echoesClass = false }
      try nas.accountAll(.stop, calls)
      try stage.expect()
    }

    @Test("G17 the store is lost while 1,000 sessions live: Interims adopt their addresses")
    func g17() throws {
      let stage = try Stage(Self.many)
      let nas = try stage.nas()
      var calls = Self.manySessions(1_000)
      try nas.dialAll(&calls)
      try nas.accountAll(.start, calls)
      try stage.expect(active: 1_000)
      stage.kill()
      let files = try FileManager.default.contentsOfDirectory(atPath: stage.folder.url.path)
      for file in files where file.hasPrefix("rollcall") && !file.hasSuffix(".yaml") {
        try FileManager.default.removeItem(at: stage.folder.url.appending(path: file))
      }
      try stage.start()
      try stage.expect()

      // Sessions are heard while new users ask: no address of a session that was heard is given to another.
      var heard: Set<UInt32?> = []
      for step in 0..<10 {
        let part = calls[(100 * step)..<(100 * step + 50)]
        try nas.accountAll(.interim, Array(part))
        heard.formUnion(part.map(\.address))
        var newcomers = (0..<20).map { Call("user\($0)", session: "new-\(step)-\($0)", port: UInt32(5_000 + $0)) }
        for index in newcomers.indices { newcomers[index].asksWithSession = true }
        try nas.dialAll(&newcomers)
        #expect(heard.isDisjoint(with: newcomers.map(\.address)))
        try nas.accountAll(.start, newcomers)
        try nas.accountAll(.stop, newcomers)
      }
      try stage.expect(active: 500)
      // The others are heard at last.
      for step in 0..<10 { try nas.accountAll(.interim, Array(calls[(100 * step + 50)..<(100 * step + 100)])) }
      try stage.expect(active: 1_000)
      let live = Dictionary(try stage.sessions().map { ($0.session, $0.address) }) { first, _ in first }
      for call in calls { #expect(live[call.session] == call.addressText) }
      try stage.restart()
      try stage.expect(active: 1_000)
      try nas.accountAll(.stop, calls)
      try stage.expect()
    }

    @Test(
      "G18 the disk is full: what was not recorded is not answered, and it recovers by itself",
      .enabled(if: SmallDisk.isPossible, "needs the right to mount a tmpfs"))
    func g18() throws {
      let disk = try SmallDisk(mebibytes: 4)
      let stage = try Stage { settings in
        Self.many(&settings)
        settings.database = disk.url.path + "/rollcall.db"
      }
      let nas = try stage.nas()
      var calls = Self.manySessions(100)
      try nas.dialAll(&calls)
      try nas.accountAll(.start, calls)
      try stage.expect(active: 100)

      try disk.fill()
      // Sessions go on until one of their packets is not answered.
      var more = 0
      var unanswered: [UInt8]?
      while unanswered == nil {
        guard more < 20_000 else { throw HarnessError("a full disk stops nothing") }
        var call = Call("user\(more % 50)", session: "more-\(more)")
        call.asksWithSession = true
        let ask = try nas.ask(call)
        nas.post(ask)
        guard let grant = Grant(try nas.answer(to: ask, milliseconds: 1_000)) else {
          unanswered = ask
          break
        }
        more += 1
        (call.address, call.classes) = (grant.address, grant.classes)
        calls.append(call)
      }
      let failing = try stage.status()
      #expect(failing.health == "failing")
      #expect(failing.alarms.map(\.id).contains("store.commitFailed"))
      #expect(stage.server.log.wait(for: "store.commitFailed", seconds: Stage.patience) != nil)
      // Nothing is promised meanwhile.
      let stop = try nas.accounting(.stop, calls[0])
      nas.post(stop)
      #expect(try nas.answer(to: stop, milliseconds: 300) == nil)

      try disk.empty()
      // Nobody but the NAS does anything: its next retransmission is answered.
      for request in [unanswered, stop].compactMap({ $0 }) { #expect(try nas.send(request) != nil) }
      try stage.wait("health to be ok") { try stage.status().health == "ok" }
      stage.kill()
      try stage.start()
      try stage.expect(calls[0].addressText, "free")
      for call in calls[1..<100] {
        #expect(try stage.sessions("--user", call.user).contains { $0.session == call.session })
      }
      try stage.expect(offered: more + 1, active: 99)
    }
  }
}
