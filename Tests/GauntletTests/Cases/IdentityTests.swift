import ProcessHarness
import RADIUSWire
import Testing

extension GauntletTests {
  /// G5 to G9, G19: which packet is of which session.
  @Suite("Identity") struct IdentityTests {
    @Test("G5 two users, and a NAS without NAS-Port or with NAS-Port 0 always: two addresses", arguments: [nil, 0])
    func g05(port: UInt32?) throws {
      let stage = try Stage()
      let nas = try stage.nas()
      var (alice, bob) = (Call("alice", session: "a", port: port), Call("bob", session: "b", port: port))
      #expect(try nas.dial(&alice)?.code == .accessAccept)
      #expect(try nas.dial(&bob)?.code == .accessAccept)
      #expect(alice.address != bob.address)
      try stage.expect(offered: 2)
      try nas.account(.start, alice)
      try nas.account(.start, bob)
      try stage.expect(active: 2)
      try stage.expect(alice.addressText, "active", by: alice)
      // Without a port the same user who asks again is another session, too.
      var more = Call("alice", session: "c", port: port)
      try nas.connect(&more)
      #expect(more.address != alice.address && more.address != bob.address)
      try stage.expect(active: 3)
      for call in [alice, bob, more] { try nas.account(.stop, call) }
      try stage.expect()
    }

    @Test(
      "G6 the Stop of session 1 comes after session 2 of that user, port and address began", arguments: [true, false])
    func g06(echoesClass: Bool) throws {
      let stage = try Stage { settings in
        settings.clientOptions = ["ports-unique: yes"]
        settings.ranges = "10.99.0.1"
      }
      let nas = try stage.nas()
      var first = Call("alice", session: "1", port: 5)
      first.echoesClass = echoesClass
      try nas.connect(&first)
      var second = Call("alice", session: "2", port: 5)
      second.echoesClass = echoesClass
      try nas.connect(&second)
      #expect(second.address == first.address)
      try stage.expect(second.addressText, "active", by: second)

      try nas.account(.stop, first, CallingNAS.Details(inputOctets: 700))
      try stage.expect(second.addressText, "active", by: second)
      try stage.expect(active: 1)
      var third = Call("bob", session: "3", port: 6)
      #expect(try nas.dial(&third)?.code == .accessReject)
      // It is in the accounting all the same.
      try stage.wait("the Stop to be reported") {
        try stage.sessions("--all").contains { $0.session == "1" && $0.state == "ended" && $0.inputOctets == 700 }
      }
      try nas.account(.stop, second)
      try stage.expect()
    }

    @Test("G7 a duplicate or late Stop after the address went to another user: the new owner keeps it")
    func g07() throws {
      let stage = try Stage { settings in
        settings.ranges = "10.99.0.1"
        settings.more = ["limits:", "  duplicate-cache-lifetime: 1s"]
      }
      let nas = try stage.nas()
      var first = Call("alice", session: "1", port: 5)
      try nas.connect(&first)
      let stop = try nas.accounting(.stop, first)
      #expect(try nas.send(stop)?.code == .accountingResponse)
      try stage.expect()
      var second = Call("bob", session: "2", port: 5)
      try nas.connect(&second)
      #expect(second.address == first.address)

      #expect(try nas.send(stop)?.code == .accountingResponse, "the same packet")
      try nas.account(.stop, first, CallingNAS.Details(delay: 1))
      var poor = first
      poor.echoesClass = false
      try nas.account(.stop, poor)
      poor.port = nil
      try nas.account(.stop, poor, CallingNAS.Details(delay: 2))
      try stage.restart()
      #expect(try nas.send(stop)?.code == .accountingResponse, "the same packet, after a restart")
      try nas.account(.stop, poor, CallingNAS.Details(delay: 3))
      // A late Start or Interim of a session that is over takes nothing back either.
      try nas.account(.interim, first)
      try nas.account(.start, first, CallingNAS.Details(delay: 4))
      try stage.expect(second.addressText, "active", by: second)
      try stage.expect(active: 1)
      try nas.account(.stop, second)
      try stage.expect()
    }

    @Test("G8 a Stop without Framed-IP-Address frees, by token or by session", arguments: [true, false])
    func g08(echoesClass: Bool) throws {
      let stage = try Stage()
      let nas = try stage.nas()
      var call = Call("alice", session: "1", port: 5)
      (call.echoesClass, call.sendsAddress) = (echoesClass, false)
      try nas.connect(&call)
      try stage.expect(active: 1)
      try nas.account(.stop, call)
      try stage.expect()
      let stop = try #require(try stage.explain(call.addressText).history.last)
      #expect(stop.cause == "stopped")
      #expect(stop.match == (echoesClass ? "token" : "session"))
    }

    @Test(
      "G9 a Stop with Calling-Station-Id written another way frees",
      arguments: ["00-11-22-AA-BB-CC", "00:11:22:aa:bb:cc", "0011.22aa.bbcc", "001122AABBCC", "00 11 22 aa bb cc"])
    func g09(station: String) throws {
      let stage = try Stage()
      let nas = try stage.nas()
      var call = Call("alice", session: "1")
      call.callingStation = "00-11-22-aa-bb-cc"
      call.echoesClass = false
      #expect(try nas.dial(&call)?.code == .accessAccept)
      // Neither Class nor a Start: only user, address and station tell that the Stop is of this lease.
      call.callingStation = station
      try nas.account(.stop, call)
      try stage.expect()
      #expect(try stage.explain(call.addressText).history.last?.match == "userAndAddress")

      call.session = "2"
      try nas.connect(&call)
      try stage.expect(active: 1)
      try nas.account(.stop, call)
      try stage.expect()
      // A different station contradicts.
      call.session = "3"
      #expect(try nas.dial(&call)?.code == .accessAccept)
      call.callingStation = "00-11-22-aa-bb-cd"
      try nas.account(.stop, call)
      try stage.expect(offered: 1)
    }

    @Test(
      "G19 the same Acct-Session-Id from two NASes, or reused by one after a reboot: two sessions",
      arguments: [true, false])
    func g19(sendsAddress: Bool) throws {
      let stage = try Stage { settings in
        settings.ranges = "10.99.0.1-10.99.0.6"
        settings.poolOptions = ["interim-interval: 1s", "missed-interims: 3", "session-grace: 0s", "quarantine: 1s"]
      }
      let (first, second) = (try stage.nas("127.0.0.1"), try stage.nas("127.0.0.2"))
      // Class would tell them apart anyway.
      func call(_ user: String) -> Call {
        var call = Call(user, session: "00000001")
        (call.echoesClass, call.sendsAddress) = (false, sendsAddress)
        return call
      }
      var (here, there) = (call("alice"), call("alice"))
      try first.connect(&here)
      try second.connect(&there)
      #expect(here.address != there.address)
      try stage.expect(active: 2)
      try second.account(.stop, there)
      try stage.expect(here.addressText, "active", by: here)
      try stage.expect(active: 1)
      try first.account(.interim, here)

      // The first NAS reboots, and no Accounting-On arrives. Its count of sessions begins anew.
      var (bob, alice) = (call("bob"), call("alice"))
      try first.connect(&bob)
      #expect(bob.address != here.address)
      try stage.expect(bob.addressText, "active", by: bob)
      try first.account(.interim, bob)
      // What went before falls silent, and the new session is the one that is heard.
      var lastInterim = ContinuousClock.now
      try stage.wait("the session from before the reboot to end") {
        if lastInterim.duration(to: .now) > .milliseconds(500) {
          lastInterim = .now
          try first.account(.interim, bob)
        }
        return try stage.explain(here.addressText).state == "free"
      }
      try first.account(.interim, bob)
      try stage.expect(bob.addressText, "active", by: bob)
      try stage.expect(active: 1)
      try first.account(.stop, bob)
      try stage.expect()

      // The same user, too.
      try first.connect(&alice)
      try stage.expect(alice.addressText, "active", by: alice)
      try first.account(.stop, alice)
      try stage.expect()
      var recorded: [String] = []
      try stage.wait("the last session to be recorded") {
        recorded = try stage.sessions("--all").filter { $0.session == "00000001" }.map(\.user)
        return recorded.count >= 4
      }
      #expect(recorded.sorted() == ["alice", "alice", "alice", "bob"])
    }
  }
}
