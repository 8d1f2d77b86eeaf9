import Accounting
import AddressPool
import NetworkAddress
import RADIUSWire
import ServerCore
import Storage
import Testing
import Timebase

/// I6 as a function, and the anomaly of the gauntlet's G21.
@Suite struct InvariantTests {
  @Test func i6AnAcceptIsInTheLedgerOrThePromiseIsBroken() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let accept = try bench.answer(try nas.access("alice", "wonder"), from: nas)
    let token = LeaseToken(keys: try bench.store.tokenKeys())
    let ledger = try bench.transitions
    #expect(PromiseCheck.check(reply: accept, token: token, ledger: ledger) == nil)
    let broken = PromiseCheck.check(reply: accept, token: token, ledger: [])
    #expect(broken?.invariant == "I6" && broken?.address == accept.address(.framedIPAddress))
  }

  @Test func g21CountersThatRunBackwardsAreNotedAndLowerNothing() throws {
    let bench = try Bench()
    var nas = try TestNAS()
    let session = try bench.connect("alice", "wonder", id: "a1", from: &nas)
    try bench.tell(3, session, from: &nas) { try $0.append(.acctInputOctets, integer: 5000) }
    bench.pass(60)
    try bench.tell(3, session, from: &nas) { try $0.append(.acctInputOctets, integer: 100) }
    #expect(bench.engine.counters.countersFell == 1)
    #expect(try bench.transitions.last?.note.contains("ran backwards") ?? false)
    #expect(try bench.engine.table.lease(at: required(session.address))?.inputOctets == 5000)
    try bench.check()
  }
}
