import Accounting
import AddressPool
import Authentication
import Foundation
import NetworkAddress
import RADIUSWire
import ServerCore
import Testing
import Timebase

/// Whatever comes in, and whatever the disk does: every datagram ends in one counted outcome, nothing crashes, and the
/// store tells the lease table.
@Suite struct OutcomeTests {
  static let seeds: [UInt64] =
    ProcessInfo.processInfo.environment["ROLLCALL_SEED"].flatMap { UInt64($0) }.map { [$0] }
    ?? [1, 2] + (0..<2).map { _ in UInt64.random(in: .min ... .max) }

  static let users = """
    slow Crypt-Password := '$5$saltstring$SLWhwG9yy2RIJ9vxq.ECPwOzy3AehWMls.67ky912a4'
    fixed Cleartext-Password := "any"
        Framed-IP-Address = 10.64.0.2
    DEFAULT Cleartext-Password := "any"
    """

  @Test(arguments: seeds)
  func everyDatagramIsAccountedFor(seed: UInt64) throws {
    var limits = EngineLimits()
    limits.requestsInFlight = 8
    limits.duplicateCacheEntries = 64
    limits.commitBatch = 8
    limits.passwordChecks = 2
    limits.delayedRejects = 10
    let bench = try Bench(size: 12, users: Self.users, rejectDelay: 1000, limits: limits) {
      $0.limitProxyState = .yes
      $0.requireMessageAuthenticator = .no
    }
    var traffic = try Traffic(seed: seed, bench: bench)
    for step in 0..<4000 {
      try traffic.step()
      let faults = step % 20 == 0 ? try bench.faults() : traffic.outcomeFaults()
      guard faults.isEmpty else {
        Issue.record("ROLLCALL_SEED=\(seed), step \(step): \(faults.joined(separator: "; "))")
        return
      }
    }
    try traffic.settle()
    #expect(bench.engine.isIdle && bench.engine.inFlight == 0)
    let counters = bench.engine.counters
    #expect(UInt64(bench.sent.count) == counters.replied + counters.replayed)
    let others: [DropReason] = [.stopping, .replyTooLong, .rateLimited]
    for reason in DropReason.allCases where !others.contains(reason) {
      #expect(counters[reason] > 0, "ROLLCALL_SEED=\(seed): nothing was dropped for \(reason)")
    }
    #expect(counters.replayed > 0 && counters.accepts > 0 && counters.failedCommits > 0)
    #expect(bench.sent.allSatisfy { $0.destination.address != traffic.stranger.endpoint.address })
    bench.pass(200_000)
    bench.pass(200_000)
    #expect(bench.count(.free) + bench.count(.reserved) == 12, "ROLLCALL_SEED=\(seed): an address did not come back")
    try bench.check()
  }
}
