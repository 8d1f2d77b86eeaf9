import Glibc
import ProcessHarness
import Testing

extension ProcessTests {
  /// All that was answered is still true after the process has gone, however it went.
  @Suite struct CrashTests {
    static let userCount = 8

    static var settings: ServerSettings {
      var settings = ServerSettings()
      settings.ranges = "10.99.0.0/16"
      settings.poolOptions = ["offer-timeout: 10m", "open-offers-per-user: 1000"]
      settings.users =
        (0..<userCount).map { "load\($0) Cleartext-Password := \"loadpw\"" }.joined(separator: "\n")
        + "\n" + settings.users
      return settings
    }

    @Test func killedDuringLoadNothingAnsweredIsLost() throws {
      let folder = try ServerFolder(Self.settings)
      var known: [KnownSession] = []
      for round in 0..<5 {
        let server = try RollcallProcess(folder)
        let load = SessionLoad(folder, users: Self.userCount, round: round)
        try load.waitForAnswers(400 + 131 * round)
        server.killAtOnce()
        known += try load.sessions()

        let next = try RollcallProcess(folder)
        try Self.expectStillTrue(known, folder)
        // A retransmission of an Access-Request gets the address that it got before.
        let nas = try TestNAS(folder)
        for session in known.suffix(40) where session.answered == .start && !session.stopIsUnanswered {
          #expect(Grant(try nas.exchange(session.request))?.text == session.address)
        }
        #expect(try folder.rollcall("pool", "audit").status == 0)
        next.killAtOnce()
      }
      #expect(known.count > 500)
    }

    @Test func terminatedDuringLoadItDrains() throws {
      let folder = try ServerFolder(Self.settings)
      let server = try RollcallProcess(folder)
      let load = SessionLoad(folder, users: Self.userCount, round: 0)
      try load.waitForAnswers(2_000)
      #expect(server.terminate() == 0, "\(server.log.text.suffix(2_000))")
      let known = try load.sessions()

      // With no server the commands read the store.
      try Self.expectStillTrue(known, folder)
      let next = try RollcallProcess(folder)
      try Self.expectStillTrue(known, folder)
      #expect(next.terminate() == 0)
    }

    @Test func whatWasReceivedBeforeSIGTERMIsAnswered() throws {
      var settings = Self.settings
      settings.rejectDelay = "2s"
      let server = try RollcallProcess(ServerFolder(settings))
      let nas = try TestNAS(server.folder)
      let asks = try (0..<50).map { try nas.requests.access(user: "load0", password: "loadpw", session: "d\($0)") }
      for ask in asks { nas.post(ask) }
      let received = try server.settledStatus().received
      #expect(received == 50)
      #expect(server.terminate() == 0)
      var answered = 0
      while nas.socket.receive(milliseconds: 0) != nil { answered += 1 }
      #expect(answered == 50)
    }

    /// Checks every session that a NAS knows of against what the server, or the store, tells.
    static func expectStillTrue(_ known: [KnownSession], _ folder: ServerFolder) throws {
      let live = try folder.rollcall("sessions", "--format", "json").decode([SessionReport].self)
      let offers = try folder.rollcall("sessions", "--state", "offered", "--format", "json").decode(
        [SessionReport].self)
      let held = live + offers
      #expect(Set(held.map(\.address)).count == held.count, "an address is held twice")
      let byName = Dictionary(grouping: held, by: \.session)
      for session in known where !session.stopIsUnanswered {
        let found = byName[session.session, default: []]
        switch session.answered {
        case .stop: #expect(found.isEmpty, "\(session.session) was stopped, and lives")
        case .accept: #expect(found.map(\.address) == [session.address], "\(session.session) lost its offer")
        case .start:
          #expect(found.map(\.address) == [session.address], "\(session.session) lost its address")
          #expect(found.map(\.user) == [session.user])
          #expect(found.map(\.state) == ["active"])
        }
      }
      // The last word of a session that ended is on record too.
      let past = try folder.rollcall("sessions", "--all", "--format", "json").decode([SessionReport].self)
      let ended = Dictionary(grouping: past.filter { $0.state == "ended" }, by: \.session)
      for session in known where session.answered == .stop {
        #expect(ended[session.session]?.map(\.inputOctets) == [4_711], "the Stop of \(session.session) is lost")
      }
      let audit = try folder.rollcall("pool", "audit")
      #expect(audit.status == 0, "\(audit.output)\(audit.error)")
    }
  }
}
