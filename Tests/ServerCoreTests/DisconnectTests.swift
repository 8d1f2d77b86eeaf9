import AddressPool
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import ServerCore
import Testing
import Timebase

/// Asking a NAS after a lease in doubt: RFC 5176 in time and octets.
@Suite struct DisconnectTests {
  @Test func theRequestNamesTheSessionAsItsNASDid() throws {
    var asking = try AskingBench()
    let request = try asking.nas.access("alice", "wonder") {
      try $0.append(.nasPort, integer: 7)
      try $0.append(.callingStationID, text: "00-1B-44-11-3A-B7")
    }
    let accept = try asking.bench.answer(request, from: asking.nas)
    let session = TestSession("alice", id: "s1", accept: accept, port: 7)
    try asking.bench.tell(1, session, from: &asking.nas)
    asking.pass(86_410)
    let packet = try asking.packet(0)
    #expect(asking.requests[0].destination == Endpoint("127.0.0.1:3799"))
    #expect(packet.first(.userName)?.text == "alice")
    #expect(packet.first(.acctSessionID)?.text == "s1")
    #expect(packet.first(.nasPort)?.integer == 7)
    #expect(packet.first(.callingStationID)?.text == "00-1B-44-11-3A-B7")
    #expect(packet.first(.nasIdentifier)?.text == "tower")
    #expect(packet.address(.framedIPAddress) == session.address)
    #expect(packet.first(.eventTimestamp)?.integer == UInt32(asking.bench.now.wall.seconds))
    #expect(packet.types.count == 8)
  }

  @Test(arguments: [true, false])
  func sessionContextNotFoundFrees(isSigned: Bool) throws {
    var asking = try AskingBench()
    let session = try asking.suspect()
    #expect(try asking.answer(0, .disconnectNAK, cause: 503, isSigned: isSigned) == .taken)
    #expect(asking.state(session) == .free && asking.cause(session) == .disconnected)
    #expect(
      try asking.bench.transitions.last?.note == "Disconnect-NAK Session-Context-Not-Found from 127.0.0.1:3799")
    asking.pass(100)
    #expect(asking.requests.count == 1)
    #expect(asking.counters.refusals == [503: 1] && asking.counters.asked == 1)
    try asking.bench.check()
  }

  @Test func anACKWaitsForTheStop() throws {
    var asking = try AskingBench()
    let session = try asking.suspect()
    #expect(try asking.answer(0, .disconnectACK) == .taken)
    #expect(asking.state(session) == .suspect && asking.cause(session) == .disconnected)
    asking.pass(40)
    #expect(asking.requests.count == 1 && asking.state(session) == .suspect)
    try asking.bench.tell(2, session, from: &asking.nas)
    #expect(asking.state(session) == .free && asking.cause(session) == .disconnected)
    #expect(asking.counters.acknowledgements == 1)
    try asking.bench.check()
  }

  @Test func anACKWithoutAStopFreesAfterTheQuarantine() throws {
    var asking = try AskingBench()
    let session = try asking.suspect()
    try asking.answer(0, .disconnectACK)
    asking.pass(59)
    #expect(asking.state(session) == .suspect)
    asking.pass(1)
    #expect(asking.state(session) == .free && asking.cause(session) == .disconnected)
    #expect(asking.requests.count == 1)
    try asking.bench.check()
  }

  /// RFC 5176 §3.5: remains of a session that was gone already were removed.
  @Test func anACKOfRemainsIsProofAtOnce() throws {
    var asking = try AskingBench()
    let session = try asking.suspect()
    try asking.answer(0, .disconnectACK, cause: 201)
    #expect(asking.state(session) == .free && asking.cause(session) == .disconnected)
    try asking.bench.check()
  }

  /// strongSwan's NAK has none; 506 is the NAS's own trouble; 9999 means nothing.
  @Test(arguments: [nil, 506, 508, 9999] as [UInt32?])
  func anotherNAKProvesNothing(cause: UInt32?) throws {
    var asking = try AskingBench()
    let session = try asking.suspect()
    try asking.answer(0, .disconnectNAK, cause: cause)
    #expect(asking.state(session) == .quarantined && asking.cause(session) == .sessionTimeout)
    asking.pass(60)
    #expect(asking.state(session) == .free && asking.cause(session) == .quarantineOver)
    #expect(asking.requests.count == 1)
    let key = cause.map { $0 == 9999 ? 0 : $0 } ?? 0
    #expect(asking.counters.refusals == [key: 1])
    try asking.bench.check()
  }

  /// RFC 5080 §2.2.1: IRT 2 s, doubled, at most MRT 16 s, MRC 5, MRD 30 s; RAND is a tenth at most.
  @Test(arguments: [
    (Constant.middle, [0, 2000, 6000, 14_000]), (Constant.lowest, [0, 1800, 5220, 11_718, 24_065]),
    (Constant.highest, [0, 2200, 6820, 16_522]),
  ])
  func silenceIsAskedAgain(random: Constant, moments: [Int64]) throws {
    var asking = try AskingBench(random: random)
    let session = try asking.suspect()
    let begin = asking.requests[0].moment
    asking.pass(milliseconds: 29_999)
    #expect(asking.requests.map { begin.milliseconds(to: $0.moment) } == moments)
    #expect(Set(asking.requests.map(\.bytes)).count == 1, "the same octets every time")
    #expect(asking.state(session) == .suspect)
    asking.pass(milliseconds: 1)
    #expect(asking.state(session) == .quarantined && asking.cause(session) == .sessionTimeout)
    #expect(
      try asking.bench.transitions.last?.note
        == "no answer to \(moments.count) Disconnect-Requests to 127.0.0.1:3799")
    #expect(asking.counters.unanswered == 1 && asking.counters.transmissions == UInt64(moments.count))
    #expect(asking.bench.engine.nextDynamicAuthorization == nil)
    try asking.bench.check()
  }

  @Test func anAnswerToARepetitionCounts() throws {
    var asking = try AskingBench()
    let session = try asking.suspect()
    asking.pass(7)
    #expect(asking.requests.count == 3)
    try asking.answer(2, .disconnectNAK, cause: 503)
    #expect(asking.state(session) == .free)
    // The answers to the others come too.
    #expect(try asking.answer(0, .disconnectNAK, cause: 503) == .dropped(.unexpected))
    #expect(asking.counters.dropped == [.unexpected: 1])
    try asking.bench.check()
  }

  @Test func anInterimRevivesAndEndsTheAsking() throws {
    var asking = try AskingBench()
    let session = try asking.suspect()
    asking.pass(1)
    try asking.bench.tell(3, session, from: &asking.nas)
    #expect(asking.state(session) == .active)
    asking.pass(60)
    #expect(asking.requests.count == 1)
    #expect(try asking.answer(0, .disconnectNAK, cause: 503) == .dropped(.unexpected))
    #expect(asking.state(session) == .active)
    #expect(asking.counters.unanswered == 0)
    try asking.bench.check()
  }

  @Test func aForgedReplyIsDropped() throws {
    var asking = try AskingBench()
    let session = try asking.suspect()
    let request = try asking.packet(0)
    let other = SharedSecret("another")
    #expect(
      asking.receive(try asking.reply(to: request, .disconnectNAK, cause: 503, secret: other))
        == .dropped(.badAuthenticator))
    var spoilt = try asking.reply(to: request, .disconnectNAK, cause: 503)
    spoilt[spoilt.count - 1] ^= 1
    #expect(asking.receive(spoilt) == .dropped(.badAuthenticator))
    let right = try asking.reply(to: request, .disconnectNAK, cause: 503)
    for source in ["127.0.0.1:3798", "127.0.0.2:3799"] {
      #expect(asking.receive(right, from: Endpoint(source)) == .dropped(.unexpected))
    }
    #expect(asking.receive(try asking.reply(to: request, .coaNAK, cause: 503)) == .dropped(.malformed))
    #expect(asking.receive(Array(right.dropLast())) == .dropped(.malformed))
    #expect(asking.receive([]) == .dropped(.malformed))
    #expect(asking.state(session) == .suspect)
    #expect(asking.receive(right) == .taken)
    #expect(asking.state(session) == .free)
    #expect(asking.counters.dropped == [.badAuthenticator: 2, .unexpected: 2, .malformed: 3])
    try asking.bench.check()
  }

  /// hostapd refuses what it does not know; its session is known by its name.
  @Test(arguments: [401, 403, 407] as [UInt32])
  func aNASThatRefusesAnAttributeIsAskedWithLess(cause: UInt32) throws {
    var asking = try AskingBench()
    let session = try asking.suspect()
    try asking.answer(0, .disconnectNAK, cause: cause)
    #expect(asking.state(session) == .suspect && asking.requests.count == 2)
    let second = try asking.packet(1)
    #expect(second.types == [.messageAuthenticator, .userName, .acctSessionID, .eventTimestamp])
    #expect(second.identifier != (try asking.packet(0).identifier))
    try asking.answer(1, .disconnectNAK, cause: cause)
    #expect(asking.state(session) == .quarantined && asking.requests.count == 2)
    try asking.bench.check()
  }

  /// What is asked with less is a request of its own, and is repeated like one.
  @Test func whatIsAskedWithLessIsRepeatedToo() throws {
    var asking = try AskingBench()
    let session = try asking.suspect()
    asking.pass(15)
    #expect(asking.requests.count == 4)
    try asking.answer(3, .disconnectNAK, cause: 401)
    asking.pass(7)
    #expect(asking.requests.count == 7 && asking.state(session) == .suspect)
    try asking.answer(6, .disconnectNAK, cause: 503)
    #expect(asking.state(session) == .free && asking.cause(session) == .disconnected)
    try asking.bench.check()
  }

  @Test func nobodyIsAskedUnlessConfigured() throws {
    var asking = try AskingBench(onSuspect: .off)
    let session = try asking.connect()
    asking.pass(86_410)
    #expect(asking.state(session) == .quarantined && asking.requests.isEmpty)
    try asking.bench.check()
  }

  /// What gave rise to the question is on disk before it is put.
  @Test func nothingIsAskedBeforeTheCommit() throws {
    var asking = try AskingBench()
    let session = try asking.connect()
    asking.bench.now.moment = asking.bench.now.moment.advanced(byMilliseconds: 86_410_000)
    while asking.bench.engine.sweep(now: asking.bench.now) {}
    asking.send()
    #expect(asking.requests.isEmpty)
    asking.bench.failCommit()
    asking.send()
    #expect(asking.requests.isEmpty && asking.state(session) == .active)
    asking.work()
    #expect(asking.requests.count == 1 && asking.state(session) == .suspect)
    try asking.bench.check()
  }

  @Test func aRestartAsksAgainAfterAnInterval() throws {
    var asking = try AskingBench()
    let session = try asking.suspect()
    asking.pass(3)
    try asking.bench.restart()
    asking.pass(599)
    #expect(asking.state(session) == .suspect && asking.requests.count == 2)
    asking.pass(1)
    #expect(asking.requests.count == 3)
    try asking.answer(2, .disconnectNAK, cause: 503)
    #expect(asking.state(session) == .free)
    try asking.bench.check()
  }

  @Test func aReloadEndsAsking() throws {
    var asking = try AskingBench()
    let session = try asking.connect()
    try asking.bench.reload {
      var clients = $0.clients.clients
      clients[0].dynamicAuthorization = nil
      $0.clients = ClientTable(clients)
    }
    asking.pass(86_410)
    #expect(asking.state(session) == .quarantined && asking.requests.isEmpty)
    try asking.bench.check()
  }

  @Test func atMost256AtOnceAndTheRestWaits() throws {
    var asking = try AskingBench(size: 301)
    for number in 0..<300 {
      _ = try asking.connect("carol", "carol", id: "s\(number)")
    }
    asking.pass(86_410)
    #expect(asking.bench.count(.suspect) == 300)
    #expect(asking.requests.count == 256)
    #expect(Set(asking.requests.map { $0.bytes[1] }).count == 256)
    // Each answer makes room for one that waits.
    try asking.answer(10, .disconnectNAK, cause: 503)
    #expect(asking.requests.count == 257 && asking.requests[256].bytes[1] == asking.requests[10].bytes[1])
    for number in 0..<256 where number != 10 { try asking.answer(number, .disconnectNAK, cause: 503) }
    #expect(asking.requests.count == 300)
    for number in 256..<300 { try asking.answer(number, .disconnectNAK, cause: 503) }
    #expect(asking.bench.count(.free) == 300)
    #expect(asking.bench.engine.nextDynamicAuthorization == nil)
    try asking.bench.check()
  }

  /// A NAS that is dead: those that found no Identifier pass on with the rest.
  @Test func whatWaitsInVainPassesOn() throws {
    var asking = try AskingBench(size: 301)
    for number in 0..<300 { _ = try asking.connect("carol", "carol", id: "s\(number)") }
    asking.pass(86_410)
    asking.pass(36)
    #expect(asking.bench.count(.quarantined) == 300)
    #expect(asking.counters.unanswered == 256 && asking.counters.unsent == 44)
    #expect(asking.bench.engine.nextDynamicAuthorization == nil)
    asking.pass(60)
    #expect(asking.bench.count(.free) == 300)
    try asking.bench.check()
  }
}
