import AddressPool
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import ServerCore
import Testing
import Timebase

/// Sessions that are disconnected for a conflict's sake, or an operator's.
@Suite struct DisconnectCommandTests {
  /// alice's lease ended in silence, and her address went to bob; her session lives on.
  private func conflict(_ onConflict: DynamicAuthorizationDefinition.OnConflict) throws -> (AskingBench, TestSession) {
    var asking = try AskingBench(size: 1, onConflict: onConflict, onSuspect: .off)
    let old = try asking.connect(id: "old")
    asking.pass(86_410 + 60)
    _ = try asking.connect("bob", "builder", id: "new")
    return (asking, old)
  }

  @Test func theOldSessionIsDisconnected() throws {
    var (asking, old) = try conflict(.disconnect)
    try asking.bench.tell(3, old, from: &asking.nas) {
      try $0.append(.callingStationID, text: "aa:BB:cc")
      try $0.append(.nasIPAddress, integer: 0xc000_0201)
    }
    asking.work()
    let packet = try asking.packet(0)
    #expect(packet.first(.userName)?.text == "alice" && packet.first(.acctSessionID)?.text == "old")
    #expect(packet.first(.callingStationID)?.text == "aa:BB:cc")
    #expect(packet.first(.nasIdentifier)?.text == "tower" && packet.first(.nasIPAddress) == nil)
    // It is asked once at a time, however often it is heard of.
    asking.pass(1)
    try asking.bench.tell(3, old, from: &asking.nas) { try $0.append(.acctSessionTime, integer: 9) }
    asking.work()
    #expect(asking.requests.count == 1 && asking.bench.engine.counters.conflicts == 2)
    try asking.answer(0, .disconnectACK)
    let holder = try required(asking.bench.engine.table.lease(at: try required(old.address)))
    #expect(holder.state == .active && holder.holder?.user == "bob", "the new owner keeps it")
    try asking.bench.check()
  }

  @Test func aConflictAloneDisconnectsNobody() throws {
    var (asking, old) = try conflict(.off)
    try asking.bench.tell(3, old, from: &asking.nas)
    asking.pass(40)
    #expect(asking.requests.isEmpty && asking.bench.engine.counters.conflicts == 1)
    try asking.bench.check()
  }

  /// User and address might name the rightful holder.
  @Test func aSessionWithoutANameIsNotDisconnected() throws {
    var (asking, old) = try conflict(.disconnect)
    old.id = ""
    try asking.bench.tell(3, old, from: &asking.nas)
    asking.work()
    #expect(asking.requests.isEmpty && asking.bench.engine.counters.conflicts == 1)
    try asking.bench.check()
  }

  @Test func anOperatorEndsAUsersSessions() throws {
    var asking = try AskingBench(size: 4, onSuspect: .off)
    let sessions = try ["a", "b", "c"].map { try asking.connect("carol", "carol", id: $0) }
    let other = try asking.connect("bob", "builder", id: "d")
    let command = try asking.bench.engine.disconnect(.user("carol"), note: "root: abuse", now: asking.bench.now)
    asking.work()
    #expect(asking.requests.count == 3)
    #expect(asking.bench.engine.takeBatch() == nil)
    try asking.answer(0, .disconnectACK)
    try asking.answer(1, .disconnectNAK, cause: 503)
    #expect(asking.state(sessions[0]) == .suspect && asking.cause(sessions[0]) == .disconnected)
    #expect(asking.state(sessions[1]) == .free && asking.cause(sessions[1]) == .disconnected)
    #expect(
      try asking.bench.transitions.last?.note
        == "root: abuse; Disconnect-NAK Session-Context-Not-Found from 127.0.0.1:3799")
    let bytes = try asking.reply(to: try asking.packet(2), .disconnectNAK, cause: 506)
    bytes.withUnsafeBytes {
      _ = asking.bench.engine.receiveDynamicAuthorization(
        $0, from: asking.requests[2].destination, now: asking.bench.now)
    }
    #expect(asking.bench.engine.takeBatch()?.entries.isEmpty == true)
    #expect(asking.bench.engine.commitSucceeded(now: asking.bench.now).commands == [command])
    let rows = try required(asking.bench.engine.takeDisconnect(command))
    #expect(rows.map(\.outcome) == [.acknowledged, .notFound, .refused(ErrorCause(rawValue: 506))])
    #expect(rows.map(\.lease.address) == sessions.compactMap(\.address))
    #expect(asking.bench.engine.takeDisconnect(command) == nil)
    #expect(asking.state(sessions[2]) == .active && asking.state(other) == .active)
    asking.pass(60)
    #expect(asking.state(sessions[0]) == .free)
    try asking.bench.check()
  }

  @Test func anOperatorWaitsForASilentNASNoLongerThanItsTime() throws {
    var asking = try AskingBench()
    let session = try asking.connect()
    let address = try required(session.address)
    let command = try asking.bench.engine.disconnect(.address(address), note: "root", now: asking.bench.now)
    asking.pass(30)
    #expect(asking.requests.count == 4)
    #expect(
      asking.bench.engine.takeDisconnect(command)?.map(\.outcome) == [.unanswered(transmissions: 4)])
    #expect(asking.state(session) == .active)
    try asking.bench.check()
  }

  @Test func aSessionThatStopsMeanwhileIsGone() throws {
    var asking = try AskingBench()
    let session = try asking.connect()
    let command = try asking.bench.engine.disconnect(.session("s1"), note: "root", now: asking.bench.now)
    asking.work()
    try asking.bench.tell(2, session, from: &asking.nas)
    asking.pass(2)
    #expect(asking.requests.count == 1)
    #expect(asking.bench.engine.takeDisconnect(command)?.map(\.outcome) == [.notFound])
    #expect(asking.state(session) == .free && asking.cause(session) == .stopped)
    try asking.bench.check()
  }

  @Test func whatCannotBeAskedIsRefused() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    #expect(throws: DisconnectRefusal.noSession) {
      try bench.engine.disconnect(.user("alice"), note: "", now: bench.now)
    }
    _ = try bench.connect("alice", "wonder", id: "s1", from: &nas)
    #expect(throws: DisconnectRefusal.notConfigured(clients: ["lab"])) {
      try bench.engine.disconnect(.user("alice"), note: "", now: bench.now)
    }
    try bench.check()
  }

  @Test func aMixedCommandSaysWhomItCouldNotAsk() throws {
    var asking = try AskingBench()
    try asking.bench.reload {
      var silent = ClientDefinition(
        name: "silent", block: try required(AddressBlock("10.9.9.0/24")), secret: Bench.secret)
      silent.portsUnique = .no
      $0.clients = ClientTable($0.clients.clients + [silent])
    }
    var other = try TestNAS("10.9.9.1")
    let first = try asking.connect("carol", "carol", id: "a")
    let second = try asking.bench.connect("carol", "carol", id: "b", from: &other)
    let command = try asking.bench.engine.disconnect(.user("carol"), note: "root", now: asking.bench.now)
    asking.work()
    #expect(asking.requests.count == 1)
    try asking.answer(0, .disconnectACK)
    #expect(asking.bench.engine.takeDisconnect(command)?.map(\.outcome) == [.acknowledged, .notConfigured])
    #expect(asking.state(first) == .suspect && asking.state(second) == .active)
    try asking.bench.check()
  }
}
