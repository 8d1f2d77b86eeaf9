import ProcessHarness
import RADIUSWire
import Testing

extension GauntletTests {
  /// G1 to G4: packets that never arrive.
  @Suite("Lost packets") struct LostPacketTests {
    @Test("G1 the Stop is lost after Interims: the sweep frees the address")
    func g01() throws {
      let stage = try Stage { settings in
        settings.poolOptions = ["interim-interval: 1s", "missed-interims: 3", "session-grace: 0s", "quarantine: 1s"]
        settings.users += "\nerin Cleartext-Password := \"erinpw\"\n        Session-Timeout = 4\n"
      }
      let nas = try stage.nas()
      var silent = Call("alice", session: "1")
      try nas.connect(&silent)
      for _ in 0..<2 { try nas.account(.interim, silent) }
      // Silence says nothing of a session that never sent an Interim: its Session-Timeout ends it.
      var quiet = Call("bob", session: "2")
      try nas.connect(&quiet)
      var bounded = Call("erin", session: "3")
      #expect(try nas.dial(&bounded)?.first(.sessionTimeout)?.integer == 4)
      try nas.account(.start, bounded)
      try stage.expect(active: 3)

      let story = try stage.wait(for: silent.addressText, "free")
      #expect(story.states == ["offered", "active", "suspect", "quarantined", "free"])
      #expect(story.causes.contains("silence"))
      let silence = try story.seconds(from: "renewed", to: "suspect")
      #expect(silence >= 3 && silence < 4, "\(silence) s")
      let rest = try story.seconds(from: "quarantined", to: "free")
      #expect(rest >= 1 && rest < 2, "\(rest) s")

      let ended = try stage.wait(for: bounded.addressText, "free")
      #expect(ended.states == ["offered", "active", "suspect", "quarantined", "free"])
      #expect(ended.causes.contains("sessionTimeout"))
      try stage.expect(quiet.addressText, "active", by: quiet)
      try stage.expect(active: 1)
    }

    @Test("G2 Start and Stop are lost after the Accept: free after offer-timeout and quarantine")
    func g02() throws {
      let stage = try Stage { $0.poolOptions = ["offer-timeout: 2s", "quarantine: 1s"] }
      let nas = try stage.nas()
      var call = Call("alice", session: "1", port: 1)
      #expect(try nas.dial(&call)?.code == .accessAccept)
      try stage.expect(offered: 1)
      let story = try stage.wait(for: call.addressText, "free")
      #expect(story.states == ["offered", "quarantined", "free"])
      #expect(story.causes == ["offered", "neverStarted", "quarantineOver"])
      let span = try story.seconds(from: "offered", to: "free")
      #expect(span >= 3 && span < 4.5, "\(span) s")
      try stage.expect()
    }

    @Test("G3 the Accept is lost, the NAS sends the same packet after 1, 6 and 20 s: one lease, one address")
    func g03() throws {
      let stage = try Stage()
      let nas = try stage.nas()
      var call = Call("alice", session: "1", port: 1)
      let request = try nas.ask(call)
      let began = ContinuousClock.now
      let first = try #require(Grant(try nas.send(request)))
      for second in [1, 6, 20] {
        // The case is one of time: the NAS waits, and asks again.
        try stage.wait("second \(second)", seconds: 30) { began.duration(to: .now) >= .seconds(second) }
        let again = try #require(Grant(try nas.send(request)))
        #expect(again.address == first.address)
        #expect(again.classes == first.classes)
        try stage.expect(offered: 1)
      }
      (call.address, call.classes) = (first.address, first.classes)
      try nas.account(.start, call)
      let story = try stage.explain(call.addressText)
      #expect(Set(story.history.map(\.lease)).count == 1)
      #expect(story.states == ["offered", "active"])
      try stage.expect(active: 1)
    }

    @Test("G4 the Accept is lost and the user dials again ten times at once: the pool is not drained")
    func g04() throws {
      let stage = try Stage { $0.poolOptions = ["offer-timeout: 2s", "quarantine: 1s", "open-offers-per-user: 2"] }
      let nas = try stage.nas()
      // The same identity, by Acct-Session-Id or by NAS-Port: one address, whatever else is new.
      var addresses: Set<UInt32?> = []
      for attempt in 0..<10 {
        var call = Call("alice", session: "same", port: UInt32(attempt))
        call.asksWithSession = true
        #expect(try nas.dial(&call)?.code == .accessAccept)
        addresses.insert(call.address)
      }
      #expect(addresses.count == 1)
      try stage.expect(offered: 1)
      try stage.waitUntilAllAreFree()

      addresses = []
      for attempt in 0..<10 {
        var call = Call("alice", session: "new-\(attempt)", port: 7)
        #expect(try nas.dial(&call)?.code == .accessAccept)
        addresses.insert(call.address)
      }
      #expect(addresses.count == 1)
      try stage.expect(offered: 1)
      try stage.waitUntilAllAreFree()

      // A new identity each time: the user's cap holds, others are served, and the pool recovers.
      var answers: [PacketCode?] = []
      for attempt in 0..<10 {
        var call = Call("alice", session: "new-\(attempt)", port: UInt32(attempt))
        call.asksWithSession = attempt % 2 == 0
        answers.append(try nas.dial(&call)?.code)
      }
      #expect(answers == [.accessAccept, .accessAccept] + [PacketCode?](repeating: .accessReject, count: 8))
      var other = Call("bob", session: "b", port: 99)
      try nas.connect(&other)
      try stage.expect(offered: 2, active: 1)
      try stage.wait("the offers to expire", seconds: 3 + 2) { try stage.pool().free == 2 }
      try stage.expect(active: 1)
      try nas.account(.stop, other)
      try stage.expect()
    }
  }
}
