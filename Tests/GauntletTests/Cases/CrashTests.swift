import ProcessHarness
import TestRandom
import Testing

extension GauntletTests {
  /// G15: the server dies at any instant.
  @Suite("Crash") struct CrashTests {
    @Test("G15 killed with -9 at random instants under load: the same answers, nothing lost, nothing doubled")
    func g15() throws {
      let seed = Project.fuzzSeed
      var plan = HangUpPlan(callers: 3, hangUps: 1_000_000)
      (plan.lostStops, plan.lostAccepts, plan.repeats, plan.seed) = (0, 0, 2, seed)
      let kills = 25
      plan.hangUps = kills * 40
      let stage = try Stage { $0.users = Stage.users(plan.users) }
      let world = HangUpWorld(stage.folder, plan)
      var random = SeededGenerator(seed: seed)
      for round in 1...kills {
        try world.wait(forHangUps: (round - 1) * 40, seconds: 60)
        // Any instant is as good as another: none waits for anything.
        usleepRandomly(upToMilliseconds: 60, &random)
        stage.kill()
        try stage.start()
        try stage.audit()
      }
      let result = try world.result()
      #expect(result.hangUps == plan.hangUps, "seed \(seed): \(result)")
      #expect(result.doubleHeld == 0, "seed \(seed): \(result)")
      #expect(result.changedAnswers == 0, "seed \(seed): \(result)")
      #expect(result.unanswered == 0, "seed \(seed): \(result)")
      #expect(result.retransmissions > 0, "no kill met a request")
      // Three callers on three addresses, and no request of theirs is lost: none can ever be missing.
      #expect(result.rejects == 0, "seed \(seed): \(result)")
      try stage.expect()
      stage.kill()
      try stage.start()
      try stage.expect()
    }

    private func usleepRandomly(upToMilliseconds most: UInt32, _ random: inout SeededGenerator) {
      Background<Never>.pause(milliseconds: UInt32.random(in: 0...most, using: &random))
    }
  }
}
