import AddressPool
import Simulation
import Testing

#if MUTATIONS
  /// A checker that catches no fault is worth nothing: each deliberate one must be caught, within a few seeds of the one named here.
  struct MutationTests {
    static let seeds: [(mutation: Mutation, seed: UInt64)] = [
      (.offerNeverExpires, 4),
      (.stopFreesByAddress, 2),
      (.tokenIgnored, 34),
      (.silenceOneIntervalShort, 5),
      (.restartForgetsQuarantine, 8),
      (.restartTrustsWallClock, 3),
      (.restartReusesLeaseNumbers, 2),
      (.rebootFreesAll, 15),
      (.portsAlwaysUnique, 2),
      (.lateStartRevives, 1),
      (.returnedAddressNotQueued, 1),
      (.rollBackInOrder, 21),
      (.doubtIsCertainty, 27),
      (.adoptionTakesOver, 2),
      (.replyBeforeCommit, 1),
      (.failedEventRemembered, 1),
      (.batchLosesLast, 1),
      (.failedCommitKept, 1),
      (.restartRecallsNothing, 3),
      (.oneSignIsAReboot, 3),
      (.oneSessionTooMany, 5),
      (.oneSessionTooFew, 2),
      (.acknowledgementFrees, 21),
      (.everyRefusalIsProof, 11),
    ]

    /// Worlds looked through for one that shows the fault. Whatever changes in the engine or in the worlds changes what a
    /// seed is, so the seed of the list is where the search begins, and the one that is found is printed.
    static let worldsMax: UInt64 = 60

    @Test(arguments: MutationTests.seeds)
    func isCaught(mutation: Mutation, seed: UInt64) {
      for tried in seed..<(seed + MutationTests.worldsMax) {
        let options = SimulationOptions(seed: tried, sessions: 400, profile: .hostile)
        let violation = Mutation.$active.withValue(mutation) { Simulator.run(options).violation }
        guard let violation else { continue }
        #expect(Simulator.run(options).violation == nil, "seed \(tried) fails without the fault too")
        print("mutation \(mutation.rawValue): seed \(tried), \(violation.rule)")
        return
      }
      Issue.record("no seed from \(seed) to \(seed + MutationTests.worldsMax - 1) finds \(mutation.rawValue)")
    }

    @Test func everyMutationHasASeed() {
      #expect(Set(MutationTests.seeds.map(\.mutation)) == Set(Mutation.allCases))
    }
  }
#endif
