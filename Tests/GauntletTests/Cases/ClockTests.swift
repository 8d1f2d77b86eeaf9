import Foundation
import ProcessHarness
import Testing

extension GauntletTests {
  /// G26: the wall clock steps. libfaketime gives the server a wall clock that the test sets; its monotonic clock stays
  /// real.
  @Suite("Clock") struct ClockTests {
    private static let short = [
      "offer-timeout: 60s", "session-timeout: 7d", "interim-interval: 2s", "missed-interims: 2", "session-grace: 0s",
      "quarantine: 1s",
    ]

    @Test(
      "G26 the clock steps back an hour, or forward a day: no mass expiry, and deadlines stay bounded",
      .enabled(if: SteppedClock.isPossible, "needs libfaketime (Debian: faketime)"),
      arguments: [(-3_600, false), (-3_600, true), (86_400, false), (86_400, true)])
    func g26(step: Int, whileDown: Bool) throws {
      let clock = try SteppedClock()
      let stage = try Stage(environment: clock.environment) { settings in
        settings.ranges = "10.99.0.1-10.99.0.40"
        settings.poolOptions = Self.short
        settings.users = Stage.users((0..<30).map { "user\($0)" })
      }
      defer { clock.forget(process: stage.server.identifier) }
      let nas = try stage.nas()
      var calls = (0..<30).map { Call("user\($0)", session: "\($0)", port: UInt32($0)) }
      try nas.dialAll(&calls)
      // 10 offers, 10 sessions that sent no Interim, and 10 that did.
      try nas.accountAll(.start, Array(calls[10...]))
      try nas.accountAll(.interim, Array(calls[20...]))
      try stage.expect(offered: 10, active: 20)

      if whileDown {
        stage.kill()
        clock.forget(process: stage.server.identifier)
        try clock.step(seconds: step)
        try stage.start()
      } else {
        try clock.step(seconds: step)
      }
      // Whoever is heard stays.
      try nas.accountAll(.interim, Array(calls[20..<25]))
      let pool = try stage.pool()
      #expect(pool.active == 20 && pool.suspect == 0, "\(pool)")
      // While the server was down a day went by, for all that it can tell: nobody came for the offers.
      #expect(pool.offered == (whileDown && step > 0 ? 0 : 10), "\(pool)")
      try stage.audit()

      // Whoever falls silent ends in time, by a clock that nobody sets: within its span, and not at once.
      let silent = calls[25].addressText
      let began = ContinuousClock.now
      try nas.accountAll(.interim, [calls[25]])
      var lastInterim = ContinuousClock.now
      try stage.wait("the silent one to be free", seconds: 5 + Stage.patience) {
        if lastInterim.duration(to: .now) > .milliseconds(500) {
          lastInterim = .now
          try nas.accountAll(.interim, Array(calls[20..<25]))
        }
        return try stage.explain(silent).state == "free"
      }
      let span = began.duration(to: .now)
      #expect(span >= .seconds(5) && span < .seconds(9), "\(span)")
      #expect(try stage.pool().active >= 15)
      for call in calls[20..<25] { try stage.expect(call.addressText, "active", by: call) }
      // Stops work across the step, by every way of telling; and so does the reboot of a NAS.
      for index in calls.indices where index % 2 == 0 { calls[index].echoesClass = false }
      try nas.accountAll(.stop, calls.filter { $0.port != 15 })
      if !(whileDown && step > 0) { try stage.expect(active: 1) }
      try nas.accountingOn()
      try stage.waitUntilAllAreFree()
    }
  }
}
