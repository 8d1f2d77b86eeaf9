import AddressPool
import Simulation
import Testing

#if MUTATIONS
  /// A checker that catches no fault is worth nothing: each deliberate one must be caught, and by the seed named here.
  struct MutationTests {
    static let seeds: [(mutation: Mutation, seed: UInt64)] = []

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
