import Accounting
import AddressPool
import Authentication
import NetworkAddress
import RADIUSWire
import ServerCore
import Storage
import Testing
import Timebase

/// No reply before what it promises is on disk, and nothing of what could not be written.
@Suite struct CommitTests {
  @Test func nothingLeavesBeforeTheCommit() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    #expect(bench.receive(try nas.access("alice", "wonder"), from: nas).isPending)
    #expect(bench.receive(try nas.account(1, TestSession("x", id: "1").fill), from: nas).isPending)
    #expect(bench.sent.isEmpty && bench.engine.inFlight == 2 && bench.engine.wantsCommit)
    let batch = try required(bench.engine.takeBatch())
    #expect(batch.waiting == 2 && bench.sent.isEmpty && !bench.engine.wantsCommit)
    try bench.store.append(batch.entries)
    #expect(bench.engine.commitSucceeded(now: bench.now).replies.count == 2)
    #expect(bench.engine.isIdle)
    try bench.check()
  }

  @Test func whatArrivesDuringACommitWaitsForTheNext() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    _ = bench.receive(try nas.access("alice", "wonder"), from: nas)
    let first = try required(bench.engine.takeBatch())
    _ = bench.receive(try nas.access("bob", "builder"), from: nas)
    #expect(bench.engine.takeBatch() == nil)
    try bench.store.append(first.entries)
    #expect(bench.engine.commitSucceeded(now: bench.now).replies.count == 1)
    #expect(bench.commit().count == 1)
    try bench.check()
  }

  @Test func batchesAreBounded() throws {
    var limits = EngineLimits()
    limits.commitBatch = 4
    let bench = try Bench(limits: limits)
    var nas = try TestNAS()
    for index in 0..<10 { _ = bench.receive(try nas.account(1, TestSession("u", id: "\(index)").fill), from: nas) }
    #expect(bench.engine.takeBatch()?.waiting == 4)
    #expect(bench.engine.commitSucceeded(now: bench.now).replies.count == 4)
    #expect(bench.commit().count == 6)
  }

  @Test func afterAFailureAllIsAsBefore() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let session = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    _ = try bench.connect("bob", "builder", id: "b1", from: &nas)
    bench.pass(1)
    let before = bench.engine.table.leases.sorted { $0.address < $1.address }
    let counts = bench.engine.table.poolCounts
    let sent = bench.sent.count

    let access = try nas.access("carol", "carol")
    let stop = try nas.account(2, session.fill)
    _ = bench.receive(access, from: nas)
    _ = bench.receive(stop, from: nas)
    #expect(bench.engine.takeBatch() != nil)
    // Decided on top of what is under way: it falls with it.
    let late = try nas.account(7)
    _ = bench.receive(late, from: nas)
    #expect(bench.engine.table.poolCounts != counts)
    #expect(bench.engine.commitFailed(now: bench.now).isEmpty)

    #expect(bench.engine.table.leases.sorted { $0.address < $1.address } == before)
    #expect(bench.engine.table.poolCounts == counts)
    #expect(bench.sent.count == sent && bench.engine.inFlight == 0)
    #expect(bench.engine.counters[.storeFailed] == 3 && bench.engine.counters.failedCommits == 1)
    try bench.check()

    // The NAS asks again: each is a new request.
    for request in [access, stop, late] { #expect(bench.receive(request, from: nas).isPending) }
    #expect(bench.commit().count == 3)
    #expect(try bench.records.suffix(2).map(\.verdict) == [.applied, .nasReboot])
    #expect(bench.engine.counters.nasReboots == 2, "it counts packets, also the one that could not be recorded")
    #expect(try bench.state(required(session.address)) == .free)
    try bench.check()
  }

  /// Taking back the second report of an event must not make the first one forgotten.
  @Test func aFailureForgetsOnlyItsOwnEvents() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let first = try nas.account(7)
    _ = try bench.answer(first, from: nas)
    bench.pass(60)
    _ = bench.receive(try nas.account(7), from: nas)
    bench.failCommit()
    #expect(bench.engine.counters[.storeFailed] == 1)
    nas.identifier = first.identifier &- 1
    nas.endpoint.port = 40_001
    _ = try bench.answer(try nas.account(7), from: nas)
    #expect(try bench.records.count == 1, "the same octets from another port")
    try bench.check()
  }

  @Test func commandsAreDoneWhenWritten() throws {
    let bench = try Bench()
    let (id, transition) = try bench.engine.reserve(Bench.address(2), note: "by test", now: bench.now)
    #expect(transition.to == .reserved)
    let batch = try required(bench.engine.takeBatch())
    try bench.store.append(batch.entries)
    #expect(bench.engine.commitSucceeded(now: bench.now).commands == [id])
    let (second, _) = try bench.engine.release(Bench.address(2), note: "by test", now: bench.now)
    #expect(bench.engine.takeBatch() != nil)
    #expect(bench.engine.commitFailed(now: bench.now) == [second])
    #expect(bench.state(Bench.address(2)) == .reserved)
    try bench.check()
  }

  @Test func aSweepThatCouldNotBeWrittenIsMadeAgain() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    _ = try bench.answer(try nas.access("alice", "wonder"), from: nas)
    bench.now.moment = bench.now.moment.advanced(byMilliseconds: 60_000)
    _ = bench.engine.sweep(now: bench.now)
    bench.failCommit()
    #expect(bench.state(Bench.address(1)) == .offered)
    #expect(try required(bench.engine.nextSweep) <= bench.now.moment)
    bench.pass(61)
    #expect(bench.state(Bench.address(1)) == .free)
    try bench.check()
  }

  @Test func aReloadThatCouldNotBeWrittenIsMadeAgain() throws {
    let bench = try Bench()
    bench.policy.users = try Bench.userStore(
      """
      late Cleartext-Password := "late"
          Framed-IP-Address = 10.64.0.3
      """)
    bench.engine.reload(bench.policy, now: bench.now)
    bench.failCommit()
    bench.pass(milliseconds: 1)
    #expect(bench.state(Bench.address(3)) == .reserved)
    try bench.check()
  }
}
