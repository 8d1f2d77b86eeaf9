import AddressPool
import Foundation
import Testing

/// The state machine against everything that can happen, in any order.
@Suite struct RandomScenarioTests {
  /// `ROLLCALL_SEED` brings one failure back; without it, some seeds are drawn, and printed when one fails.
  static let seeds: [UInt64] =
    number("ROLLCALL_SEED").map { [$0] } ?? [1, 2, 3] + (0..<3).map { _ in UInt64.random(in: .min ... .max) }

  /// `ROLLCALL_STEPS` lets a machine with nothing better to do search for longer.
  static let steps = Int(number("ROLLCALL_STEPS") ?? 20_000)

  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
  }

  /// Everything is counted anew after every so many steps; after each, where one failure is looked for.
  static let recountInterval = number("ROLLCALL_SEED") == nil ? 16 : 1

  @Test(arguments: seeds)
  func everyInvariantHoldsAfterEveryStep(seed: UInt64) {
    var scenario = RandomScenario(seed: seed)
    for step in 0..<Self.steps {
      scenario.step()
      var faults = step % Self.recountInterval == 0 ? scenario.faults() : scenario.quickFaults()
      if step % 500 == 0 { faults += scenario.livenessFaults() }
      guard faults.isEmpty else {
        Issue.record("ROLLCALL_SEED=\(seed), step \(step): \(faults.joined(separator: "; "))")
        return
      }
    }
    // A scenario that never gets anywhere would prove nothing.
    #expect(scenario.used.count > Self.steps / 50, "seed \(seed) used \(scenario.used.count) leases")
  }
}
