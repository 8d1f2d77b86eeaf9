import ProcessHarness
import RADIUSWire
import Testing

extension GauntletTests {
  /// G20 and G21: accounting that is repeated, or runs backwards.
  @Suite("Accounting") struct AccountingTests {
    @Test("G20 an Accounting-Request again with a larger Acct-Delay-Time: one record of the event")
    func g20() throws {
      let stage = try Stage()
      let nas = try stage.nas()
      var call = Call("alice", session: "1", port: 1)
      #expect(try nas.dial(&call)?.code == .accessAccept)
      var records: UInt64 = 0
      for (status, state) in [(AccountingStatus.start, "active"), (.interim, "active"), (.stop, "free")] {
        let octets: UInt32? = status == .start ? nil : 1_000 * status.rawValue
        try nas.account(status, call, CallingNAS.Details(inputOctets: octets))
        records += 1
        let began = ContinuousClock.now
        let history = try stage.explain(call.addressText).history.count
        for second in [UInt32(1), 2] {
          // The case is one of time: the NAS waits, and sends again with a new Identifier and authenticator.
          try stage.wait("second \(second)") { began.duration(to: .now) >= .seconds(Int64(second)) }
          try nas.account(status, call, CallingNAS.Details(delay: second, inputOctets: octets))
        }
        let counters = try stage.status().counters
        #expect(counters["accountingRecords"] == records)
        #expect(counters["accountingDuplicates"] == 2 * records)
        let story = try stage.explain(call.addressText)
        #expect(story.history.count == history, "\(story.causes)")
        #expect(story.state == state)
      }
      // The same after a restart, which may have forgotten what it recorded: nothing is counted twice.
      stage.kill()
      try stage.start()
      try nas.account(.stop, call, CallingNAS.Details(delay: 4, inputOctets: 2_000))
      try stage.expect()
      try stage.wait("the session to be reported") { try stage.sessions("--all").contains { $0.state == "ended" } }
      let ended = try stage.sessions("--all")
      #expect(ended.map(\.inputOctets) == [3_000])
    }

    @Test("G21 counters that run backwards, or wrap without Gigawords, never lower a total")
    func g21() throws {
      let stage = try Stage()
      let nas = try stage.nas()
      var call = Call("alice", session: "1", port: 1)
      try nas.connect(&call)
      let steps: [(octets: UInt32, gigawords: UInt32?, total: UInt64)] = [
        (4_294_000_000, nil, 4_294_000_000), (1_000, nil, 4_294_000_000), (1_000, 1, 4_294_968_296),
        (500, 1, 4_294_968_296), (2_000, 0, 4_294_968_296), (3_000, 2, 8_589_937_592),
      ]
      for (index, step) in steps.enumerated() {
        // No two packets are alike, or they would be one event.
        try nas.account(
          .interim, call,
          CallingNAS.Details(
            sessionTime: UInt32(index), inputOctets: step.octets, inputGigawords: step.gigawords))
        #expect(try stage.sessions().map(\.inputOctets) == [step.total], "step \(index)")
      }
      try stage.expect(active: 1)
      #expect(try stage.status().counters["accountingRecords"] == UInt64(steps.count + 1), "each is kept as it came")
      #expect(try stage.status().counters["countersFell"] == 3)
      #expect(try stage.explain(call.addressText).history.filter { $0.note.contains("ran backwards") }.count == 3)
      try nas.account(.stop, call, CallingNAS.Details(sessionTime: 9, inputOctets: 10))
      try stage.wait("the session to be reported") { try stage.sessions("--all").contains { $0.state == "ended" } }
      #expect(try stage.sessions("--all").map(\.inputOctets) == [8_589_937_592])
      try stage.expect()
    }
  }
}
