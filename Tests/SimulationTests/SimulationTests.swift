import Simulation
import Testing

/// Worlds out of fixed seeds: what they found stays found.
struct SimulationTests {
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func calmWorldHoldsEveryRule(seed: UInt64) {
    let world = World(SimulationOptions(seed: seed, sessions: 200, profile: .calm))
    #expect(world.run() == nil)
    #expect(world.result.connected > 0)
  }

  @Test(arguments: [UInt64(1), 7, 11])
  func sameSeedIsTheSameWorld(seed: UInt64) {
    let options = SimulationOptions(seed: seed, sessions: 200, profile: .hostile)
    let first = World(options)
    let second = World(options)
    #expect(first.run() == second.run())
    #expect(first.result == second.result)
  }
}
