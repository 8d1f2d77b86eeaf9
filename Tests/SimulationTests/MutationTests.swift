import AddressPool
import Simulation
import Testing

#if MUTATIONS
  /// A checker that catches no fault is worth nothing: each deliberate one must be caught, and by the seed named here.
  struct MutationTests {
    static let seeds: [(mutation: Mutation, seed: UInt64)] = [
      (.offerNeverExpires, 1),
      (.stopFreesByAddress, 1),
      (.tokenIgnored, 21),
      (.silenceOneIntervalShort, 2),
      (.restartForgetsQuarantine, 1),
      (.restartTrustsWallClock, 3),
      (.restartReusesLeaseNumbers, 1),
      (.rebootFreesAll, 12),
      (.portsAlwaysUnique, 2),
      (.lateStartRevives, 1),
      (.returnedAddressNotQueued, 1),
      (.rollBackInOrder, 1),
      (.doubtIsCertainty, 3),
      (.adoptionTakesOver, 1),
      (.replyBeforeCommit, 1),
      (.failedEventRemembered, 1),
      (.batchLosesLast, 1),
      (.failedCommitKept, 1),
      (.restartRecallsNothing, 1),
    ]

    @Test(arguments: MutationTests.seeds)
    func isCaught(mutation: Mutation, seed: UInt64) {
      let options = SimulationOptions(seed: seed, sessions: 400, profile: .hostile)
      #expect(World(options).run() == nil, "the seed fails without the fault too")
      let violation = Mutation.$active.withValue(mutation) { World(options).run() }
      #expect(violation != nil, "seed \(seed) does not find \(mutation.rawValue)")
    }

    @Test func everyMutationHasASeed() {
      #expect(Set(MutationTests.seeds.map(\.mutation)) == Set(Mutation.allCases))
    }
  }
#endif
