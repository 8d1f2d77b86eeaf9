import ProcessHarness
import RADIUSWire
import Testing

extension GauntletTests {
  /// G14, G22 to G24: what a pool gives, and to whom.
  @Suite("Pools") struct PoolTests {
    @Test("G14 the pool is empty: Reject with a Reply-Message, a counter and a line in the log")
    func g14() throws {
      let stage = try Stage { $0.ranges = "10.99.0.1" }
      let nas = try stage.nas()
      var holder = Call("alice", session: "1")
      try nas.connect(&holder)
      var other = Call("bob", session: "2")
      let reply = try #require(try nas.dial(&other))
      #expect(reply.code == .accessReject)
      #expect(reply.first(.replyMessage)?.text == "No address is free")
      #expect(reply.first(.framedIPAddress) == nil)
      #expect(try stage.status().counters["poolEmpty"] == 1)
      #expect(stage.server.log.wait(for: "pool.empty", seconds: Stage.patience)?.contains("bob") == true)
      try stage.expect(active: 1)

      // Only where it is configured the user gets in without an address.
      try stage.reload { $0.poolOptions = ["when-empty: accept-without-address"] }
      let accept = try #require(try nas.dial(&other))
      #expect(accept.code == .accessAccept)
      #expect(accept.first(.framedIPAddress) == nil)
      #expect(try stage.status().counters["poolEmpty"] == 2)
      #expect(stage.server.log.wait(for: "pool.acceptedWithoutAddress", seconds: Stage.patience) != nil)
      try stage.expect(active: 1)
      try nas.account(.stop, holder)
      try nas.connect(&other)
      try stage.expect(active: 1)
    }

    @Test("G22 a range leaves the configuration while leases live in it", arguments: [true, false])
    func g22(byReload: Bool) throws {
      let stage = try Stage { $0.poolOptions = ["quarantine: 1s", "offer-timeout: 30s"] }
      let nas = try stage.nas()
      var calls = ["alice", "bob", "carol"].map { Call($0, session: $0) }
      for index in calls.indices { try nas.connect(&calls[index]) }
      #expect(calls.map(\.addressText) == ["10.99.0.1", "10.99.0.2", "10.99.0.3"])
      let shrink: (inout ServerSettings) -> Void = { $0.ranges = "10.99.0.1, 10.99.9.1" }
      if byReload {
        try stage.reload(shrink)
      } else {
        stage.kill()
        try stage.rewrite(shrink)
        try stage.start()
      }
      #expect(try stage.pool() == PoolReport(pool: "main", size: 2, free: 1, active: 1))
      let audit = try stage.audit()
      #expect(audit.outside.map(\.address).sorted() == ["10.99.0.2", "10.99.0.3"])
      #expect(audit.outside.map(\.user).contains("bob"))
      // They live on, and end properly.
      for call in calls { try nas.account(.interim, call) }
      for call in calls { try stage.expect(call.addressText, "active", by: call) }
      try nas.account(.stop, calls[1])
      try stage.expect(calls[1].addressText, "free")
      #expect(try stage.audit().outside.map(\.address) == ["10.99.0.3"])
      // Their addresses are not given out again: one is left.
      var more = Call("dave", session: "4")
      #expect(try nas.dial(&more)?.code == .accessAccept)
      #expect(more.addressText == "10.99.9.1")
      var nothing = Call("bob", session: "5")
      #expect(try nas.dial(&nothing)?.code == .accessReject)
      try nas.account(.stop, calls[2])
      try nas.account(.stop, calls[0])
      #expect(try stage.audit().outside.isEmpty)
      #expect(try stage.pool() == PoolReport(pool: "main", size: 2, free: 1, offered: 1))
    }

    @Test("G23 a user's static Framed-IP-Address lies in a pool: never offered to another")
    func g23() throws {
      let stage = try Stage {
        $0.users += "\nowner Cleartext-Password := \"ownerpw\"\n        Framed-IP-Address = 10.99.0.2\n"
      }
      let nas = try stage.nas()
      try stage.expect(reserved: 1)
      var calls = ["alice", "bob", "carol"].map { Call($0, session: $0) }
      let codes = try calls.indices.map { try nas.dial(&calls[$0])?.code }
      #expect(codes == [.accessAccept, .accessAccept, .accessReject])
      #expect(calls[0].addressText == "10.99.0.1" && calls[1].addressText == "10.99.0.3")
      try stage.expect(offered: 2, reserved: 1)
      var owner = Call("owner", session: "o")
      try nas.connect(&owner)
      #expect(owner.addressText == "10.99.0.2")
      try stage.expect(offered: 2, active: 1)
      try nas.account(.stop, owner)
      try stage.expect(offered: 2, reserved: 1)
      stage.kill()
      try stage.start()
      try stage.expect(offered: 2, reserved: 1)
      #expect(try nas.dial(&calls[2])?.code == .accessReject)
    }

    @Test("G24 two requests of two users for the last address at the same instant: one Accept, one Reject")
    func g24() throws {
      let stage = try Stage { $0.ranges = "10.99.0.1" }
      let (left, right) = (try stage.nas("127.0.0.1"), try stage.nas("127.0.0.2"))
      for round in 0..<50 {
        let calls = [Call("alice", session: "\(round)"), Call("bob", session: "\(round)")]
        let requests = [try left.ask(calls[0]), try right.ask(calls[1])]
        left.post(requests[0])
        right.post(requests[1])
        let replies = [
          try #require(try left.answer(to: requests[0], milliseconds: 5_000)),
          try #require(try right.answer(to: requests[1], milliseconds: 5_000)),
        ]
        let codes = replies.map(\.code)
        #expect(codes.contains(.accessAccept) && codes.contains(.accessReject), "round \(round): \(codes)")
        if round % 10 == 0 { try stage.expect(offered: 1) }
        for (index, nas) in [left, right].enumerated() {
          guard let grant = Grant(replies[index]) else { continue }
          var winner = calls[index]
          (winner.address, winner.classes) = (grant.address, grant.classes)
          try nas.account(.start, winner)
          try nas.account(.stop, winner)
        }
      }
      try stage.expect()
    }
  }
}
