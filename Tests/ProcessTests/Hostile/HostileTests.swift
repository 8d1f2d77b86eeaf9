import ProcessHarness
import RADIUSWire
import Testing

extension ProcessTests {
  /// The outcome identity under a storm of good and hostile datagrams.
  @Suite struct HostileTests {
    /// How much the server's memory may grow between a tenth of the storm and its end, in kibibytes.
    static let growthMax = 32 * 1_024

    @Test func everyDatagramEndsInOneOutcome() throws {
      let (count, seed) = (Project.fuzzCount, Project.fuzzSeed)
      var settings = ServerSettings()
      settings.ranges = "10.99.0.0/24"
      settings.more = ["limits:", "  duplicate-cache-lifetime: 5s", "  duplicate-cache-entries: 20000"]
      let server = try RollcallProcess(ServerFolder(settings))
      var storm = try Storm(server, seed: seed)
      var early = 0
      for tenth in 1...10 {
        try storm.send(count / 10)
        let status = try server.status()
        #expect(status.received == status.outcomes, "at \(tenth)/10, seed \(seed): \(status)")
        if tenth == 1 { early = try server.residentKibibytes() }
      }
      let late = try server.residentKibibytes()
      #expect(late - early < Self.growthMax, "\(early) KiB grew to \(late) KiB, seed \(seed)")

      let status = try server.settledStatus()
      let ports = Set([server.folder.authenticationPort, server.folder.accountingPort])
      let lost = try KernelDrops.count(onPorts: ports)
      #expect(status.inFlight == 0)
      #expect(status.received == status.outcomes, "seed \(seed): \(status)")
      #expect(status.received + lost == storm.sent, "sent \(storm.sent), lost \(lost), seed \(seed): \(status)")
      #expect(
        status.dropped.values.filter { $0 > 0 }.count >= 6, "the storm is hostile in many ways: \(status.dropped)")
      #expect(status.replied > storm.sent / 8, "and good in many: \(status)")
      #expect(storm.strangerIsUnanswered, "a stranger was answered, seed \(seed)")
      #expect(try server.folder.rollcall("pool", "audit").status == 0)

      let nas = try TestNAS(server.folder)
      let reply = try nas.exchange(nas.requests.access(user: "noip", password: "noippw"))
      #expect(reply?.code == .accessAccept, "the server still serves")
      #expect(server.terminate() == 0)
    }
  }
}

/// Sends hostile traffic no faster than the server takes it.
private struct Storm {
  private let server: RollcallProcess
  private let sockets: [DatagramSocket]
  private let stranger: DatagramSocket
  private let probe: TestNAS
  private var traffic: HostileTraffic
  private(set) var sent: UInt64 = 0

  /// Octets between two probes: well within the receive buffer that a socket has by default.
  private static let burstOctets = 24 * 1_024

  init(_ server: RollcallProcess, seed: UInt64) throws {
    self.server = server
    sockets = try (0..<4).map { _ in try DatagramSocket() }
    stranger = try DatagramSocket(address: "127.0.0.2")
    probe = try TestNAS(server.folder, seed: seed &+ 2)
    traffic = HostileTraffic(secret: server.folder.secret, seed: seed)
  }

  mutating func send(_ count: Int) throws {
    var octets = 0
    for index in 0..<count {
      let datagram = try traffic.next()
      let port = datagram.toAccounting ? server.folder.accountingPort : server.folder.authenticationPort
      let socket = datagram.fromStranger ? stranger : sockets[index % sockets.count]
      socket.send(datagram.bytes, to: port)
      sent += 1
      octets += datagram.bytes.count + 256
      if octets > Self.burstOctets || index == count - 1 {
        try waitForTheServer()
        octets = 0
      }
    }
  }

  /// An answer on each port shows that the server has read what was sent there before.
  private mutating func waitForTheServer() throws {
    let access = try probe.requests.access(user: "noip", password: "noippw")
    let accounting = try probe.requests.accounting(.start, user: "noip", session: "probe-\(sent)")
    for request in [access, accounting] {
      probe.post(request)
      sent += 1
      guard let bytes = probe.socket.receive(milliseconds: 10_000) else {
        throw HarnessError("no answer after \(sent) datagrams:\n\(server.log.text.suffix(2_000))")
      }
      _ = try probe.prove(bytes, request: request)
    }
    for socket in sockets { while socket.receive(milliseconds: 0) != nil {} }
  }

  var strangerIsUnanswered: Bool { stranger.receive(milliseconds: 200) == nil }
}
