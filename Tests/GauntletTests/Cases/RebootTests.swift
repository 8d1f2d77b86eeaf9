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
      // Both are recorded.
      try stage.wait("both sessions") {
        let sessions = try stage.sessions("--all")
        return sessions.contains { $0.session == "1" && $0.inputOctets == 6_000 }
          && sessions.contains { $0.session == "2" && $0.state == "active" }
      }
      try nas.account(.stop, ghost)
      try stage.expect(owner.addressText, "active", by: owner)
      try nas.account(.stop, owner)
      try stage.expect()
    }
  }
}
