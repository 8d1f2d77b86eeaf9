import Foundation
import ProcessHarness
import RADIUSWire
import TestRandom
import Testing

extension GauntletTests {
  /// G25: the case that drained Windows NT 4.0.
  @Suite("NT 4.0") struct NT4Tests {
    /// How many hang-ups: `ROLLCALL_HANGUPS`, at most a million.
    static let hangUps = min(
      ProcessInfo.processInfo.environment["ROLLCALL_HANGUPS"].flatMap(Int.init) ?? 10_000, 1_000_000)
    static let poolSize = 254

    private static func settings(_ plan: HangUpPlan) -> (inout ServerSettings) -> Void {
      { settings in
        settings.ranges = "10.99.0.1-10.99.0.254"
        // Time is compressed: seconds for what are minutes and hours.
        settings.poolOptions = [
          "offer-timeout: 1s", "session-timeout: 3s", "interim-interval: 1s", "missed-interims: 1",
          "session-grace: 0s", "quarantine: 1s", "mass-brake: 100%",
        ]
        settings.users = Stage.users(plan.users + (0..<poolSize + 1).map { "last\($0)" })
      }
    }

    @Test("G25 hang-ups, 1 Stop in 15 and 1 Accept in 15 lost: no address missing, none doubled")
    func g25() throws {
      var plan = HangUpPlan(hangUps: Self.hangUps)
      // A repetition that comes after offer-timeout is another ask: G15 looks at those that come in time.
      (plan.repeats, plan.seed) = (0, Project.fuzzSeed)
      let stage = try Stage(Self.settings(plan))
      let killEvery = min(10_000, max(1_000, plan.hangUps / 5))
      var random = SeededGenerator(seed: plan.seed)
      let began = ContinuousClock.now
      let world = HangUpWorld(stage.folder, plan)
      var kills = 0
      for mark in stride(from: killEvery, through: plan.hangUps, by: killEvery) {
        try world.wait(forHangUps: mark - Int.random(in: 0..<killEvery / 2, using: &random), seconds: 600)
        stage.kill()
        kills += 1
        try stage.start()
      }
      let result = try world.result()
      let span = began.duration(to: .now) / .seconds(1)

      let end = try Count(stage, Self.poolSize)
      try stage.restart()
      let afterRestart = try Count(stage, Self.poolSize)
      let rate = Int(Double(result.hangUps) / span)
      print(
        """
        G25: \(result.hangUps) hang-ups on \(Self.poolSize) addresses in \(Int(span)) s (\(rate)/s), \(kills) kill -9, \
        \(result.lostStops) Stops and \(result.lostAccepts) Accepts lost, \(result.rejects) asks rejected meanwhile
        G25: during the run    double-held \(result.doubleHeld)
        G25: at the end        missing \(end.missing), double-held \(end.doubleHeld), \
        all free \(end.secondsUntilFree) s after the last hang-up
        G25: after a restart   missing \(afterRestart.missing), double-held \(afterRestart.doubleHeld)
        """)
      #expect(result.hangUps == plan.hangUps)
      #expect(result.lostStops > plan.hangUps / 30 && result.lostAccepts > plan.hangUps / 30)
      #expect(result.doubleHeld == 0 && result.changedAnswers == 0 && result.unanswered == 0, "\(result)")
      #expect(end.missing == 0 && end.doubleHeld == 0)
      #expect(afterRestart.missing == 0 && afterRestart.doubleHeld == 0)
    }

    /// The roll call: every address of the pool is asked for.
    private struct Count {
      let missing: Int
      let doubleHeld: Int
      let secondsUntilFree: Int

      init(_ stage: Stage, _ size: Int) throws {
        // Bounded by the longest silence and its quarantine, and by what a restart grants.
        let began = ContinuousClock.now
        try stage.wait("the pool to fill up again", seconds: 30) { try stage.pool().free == size }
        secondsUntilFree = Int(began.duration(to: .now) / .seconds(1))
        try stage.audit(seconds: 600)

        // What the operator is told is proven: so many users get so many different addresses, and one more gets none.
        let nas = try stage.nas()
        var calls = (0..<size).map { Call("last\($0)", session: "last-\($0)", port: UInt32($0)) }
        try nas.dialAll(&calls)
        let given = Set(calls.compactMap(\.address))
        missing = size - given.count
        doubleHeld = calls.count - given.count
        var surplus = Call("last\(size)", session: "surplus", port: UInt32(size))
        #expect(try nas.dial(&surplus)?.code == .accessReject)
        try nas.accountAll(.stop, calls)
        try stage.wait("the pool to be free", seconds: 10) { try stage.pool().free == size }
      }
    }
  }
}
