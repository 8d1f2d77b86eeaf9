import ProcessHarness
import RADIUSWire
import Testing

extension GauntletTests {
  /// G10 to G13: NASes that reboot, and sessions that turn out to be alive.
  @Suite("Reboot and revival") struct RebootTests {
    @Test("G10 Accounting-On frees every lease of that NAS begun before it, and none of another's")
    func g10() throws {
      let stage = try Stage()
      let (first, second) = (try stage.nas("127.0.0.1"), try stage.nas("127.0.0.2"))
      var active = Call("alice", session: "1", port: 1)
      try first.connect(&active)
      var offered = Call("bob", session: "2", port: 2)
      #expect(try first.dial(&offered)?.code == .accessAccept)
      var other = Call("alice", session: "1", port: 1)
      try second.connect(&other)
      try stage.expect(offered: 1, active: 2)
      try first.accountingOn()
      try stage.expect(active: 1)
      try stage.expect(other.addressText, "active", by: other)
      #expect(try stage.explain(active.addressText).history.last?.cause == "nasReboot")

      // Two boxes behind one address, told apart by NAS-Identifier.
      var (left, right) = (Call("carol", session: "3"), Call("dave", session: "3"))
      (left.nasIdentifier, right.nasIdentifier) = ("left", "right")
      try first.connect(&left)
      try first.connect(&right)
      try stage.expect(active: 3)
      try first.accountingOn(identifier: "left")
      try stage.expect(left.addressText, "free")
      try stage.expect(right.addressText, "active", by: right)
      try stage.expect(other.addressText, "active", by: other)
      // What is over stays over: this Interim is from before the reboot.
      try first.account(.interim, left, CallingNAS.Details(delay: 60))
      try stage.expect(active: 2)
    }

    /// Users of their own, since they all call at once.
    private static func silentStage() throws -> (Stage, CallingNAS, [Call]) {
      let stage = try Stage { settings in
        settings.ranges = "10.99.0.1-10.99.0.20"
        settings.users = Stage.users((1...9).map { "u\($0)" })
        settings.poolOptions = ["interim-interval: 2s", "missed-interims: 60", "session-grace: 1s", "quarantine: 1s"]
      }
      let nas = try stage.nas()
      var calls = (1...4).map { Call("u\($0)", session: "\($0)") }
      for index in calls.indices { try nas.connect(&calls[index]) }
      for call in calls { try nas.account(.interim, call) }
      try stage.expect(active: 4)
      return (stage, nas, calls)
    }

    @Test("G10 a reboot without Accounting-On: the next sessions' Acct-Session-Ids tell", arguments: [true, false])
    func g10Silent(echoesClass: Bool) throws {
      let (stage, nas, old) = try Self.silentStage()
      var new = (5...7).map { Call("u\($0)", session: "\($0 - 4)") }
      for index in new.indices {
        new[index].echoesClass = echoesClass
        try nas.connect(&new[index])
      }
      #expect(stage.server.log.wait(for: "nas.rebootInferred", seconds: Stage.patience) != nil)
      for call in old { try stage.wait(for: call.addressText, "free") }
      try stage.expect(active: 3)
      let story = try stage.explain(old[3].addressText)
      #expect(story.causes.suffix(3) == ["rebootInferred", "rebootInferred", "quarantineOver"])
      #expect(try story.seconds(from: "rebootInferred", to: "free") >= 1)
      #expect(try stage.status().counters["rebootsInferred"] == 1)
      for call in new { try nas.account(.stop, call) }
      try stage.expect()
    }

    @Test("G10 a NAS that only uses its Acct-Session-Ids twice: one Interim, and no session loses its address")
    func g10Refuted() throws {
      let (stage, nas, old) = try Self.silentStage()
      var new = (5...7).map { Call("u\($0)", session: "\($0 - 4)") }
      for index in new.indices { try nas.connect(&new[index]) }
      try stage.expect(active: 3, suspect: 4)
      try nas.account(.interim, old[2])
      try stage.expect(active: 7)
      for call in old + new { try stage.expect(call.addressText, "active", by: call) }
      #expect(try stage.status().counters["rebootsRefuted"] == 1)
    }

    @Test("G11 Accounting-On comes 600 s late: the sessions begun meanwhile keep their addresses")
    func g11() throws {
      let stage = try Stage()
      let nas = try stage.nas()
      // A session that began 1,000 s ago: an Interim tells, and its address is adopted.
      var old = Call("alice", session: "old")
      old.address = 0x0a63_0003
      try nas.account(.interim, old, CallingNAS.Details(sessionTime: 1_000))
      var young = Call("bob", session: "young")
      try nas.connect(&young)
      var offered = Call("carol", session: "offered")
      #expect(try nas.dial(&offered)?.code == .accessAccept)
      try stage.expect(offered: 1, active: 2)
      try nas.accountingOn(delay: 600)
      try stage.expect(old.addressText, "free")
      try stage.expect(young.addressText, "active", by: young)
      try stage.expect(offered.addressText, "offered", by: offered)
      try stage.expect(offered: 1, active: 1)
    }

    /// A session whose Stop was not lost: it only fell silent, and was swept.
    private func sweptCall(_ stage: Stage, _ nas: CallingNAS, echoesClass: Bool) throws -> Call {
      var call = Call("alice", session: "1", port: 1)
      call.echoesClass = echoesClass
      try nas.connect(&call)
      try nas.account(.interim, call)
      try stage.expect(active: 1)
      return call
    }

    private static let short = ["interim-interval: 1s", "missed-interims: 2", "session-grace: 0s"]

    @Test("G12 an Interim for a lease that was swept and not given out again: active again", arguments: [true, false])
    func g12(echoesClass: Bool) throws {
      let stage = try Stage { $0.poolOptions = Self.short + ["quarantine: 1s"] }
      let nas = try stage.nas()
      let call = try sweptCall(stage, nas, echoesClass: echoesClass)
      for state in ["quarantined", "free"] {
        try stage.wait(for: call.addressText, state)
        try nas.account(.interim, call)
        try stage.expect(call.addressText, "active", by: call)
        try stage.expect(active: 1)
        #expect(try stage.explain(call.addressText).history.last?.cause == "revived")
      }
      try nas.account(.stop, call)
      try stage.expect()
    }

    @Test("G13 an Interim for a lease that was swept and given to another: conflict, and the new owner keeps it")
    func g13() throws {
      let asked = try DisconnectPort()
      let stage = try Stage { settings in
        settings.clientOptions = [
          "dynamic-authorization: {port: \(asked.port), on-suspect: off, on-conflict: disconnect}"
        ]
        settings.ranges = "10.99.0.1"
        settings.poolOptions = Self.short + ["quarantine: 0s"]
        settings.users += "\nerin Cleartext-Password := \"erinpw\"\n        Acct-Interim-Interval = 600\n"
      }
      let nas = try stage.nas()
      let ghost = try sweptCall(stage, nas, echoesClass: true)
      try stage.wait(for: ghost.addressText, "free")
      var owner = Call("erin", session: "2", port: 2)
      try nas.connect(&owner)
      #expect(owner.address == ghost.address)

      for echoesClass in [true, false] {
        var packet = ghost
        packet.echoesClass = echoesClass
        try nas.account(.interim, packet, CallingNAS.Details(inputOctets: echoesClass ? 5_000 : 6_000))
        try stage.expect(owner.addressText, "active", by: owner)
        #expect(try stage.explain(owner.addressText).history.last?.cause == "conflict")
        try stage.expect(active: 1)
        // The old session is asked to go, by the names that its NAS gave it.
        let request = try #require(try asked.answer(.disconnectACK, milliseconds: 5_000))
        #expect(request.first(.acctSessionID)?.text == ghost.session)
        #expect(request.first(.userName)?.text == ghost.user)
      }
      #expect(try stage.status().counters["conflicts"] == 2)
      #expect(stage.server.log.wait(for: "lease.conflict", seconds: Stage.patience) != nil)
      // A storm of them is counted, and fills no ledger; each is recorded.
      for number in 0..<50 {
        try nas.account(.interim, ghost, CallingNAS.Details(inputOctets: 7_000 + UInt32(number)))
      }
      #expect(try stage.status().counters["conflicts"] == 52)
      #expect(try stage.explain(owner.addressText).causes.count { $0 == "conflict" } == 1)
      // Both are recorded.
      try stage.wait("both sessions") {
        let sessions = try stage.sessions("--all")
        return sessions.contains { $0.session == "1" && $0.inputOctets == 7_049 }
          && sessions.contains { $0.session == "2" && $0.state == "active" }
      }
      try nas.account(.stop, ghost)
      try stage.expect(owner.addressText, "active", by: owner)
      try nas.account(.stop, owner)
      try stage.expect()
      // What was counted is told before the address goes on.
      var next = Call("carol", session: "3", port: 3)
      #expect(try nas.dial(&next)?.code == .accessAccept)
      let conflicts = try stage.explain(owner.addressText).history.filter { $0.cause == "conflict" }
      #expect(conflicts.map(\.count) == [1, 51])
    }
  }
}
