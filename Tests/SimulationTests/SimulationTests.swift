import Simulation
import Testing

/// Worlds out of seeds: fixed ones, where what was found stays found, and fresh ones.
struct SimulationTests {
  @Test(arguments: [UInt64(1), 2, 3, 4])
  func calmWorldHoldsEveryRule(seed: UInt64) {
    var world = World(SimulationOptions(seed: seed, sessions: 300, profile: .calm))
    #expect(world.run() == nil)
    #expect(world.result.connected > 0)
  }

  /// Seeds that broke a rule once (docs/bugs.md), and a few more.
  @Test(arguments: [
    UInt64(1), 6, 26, 31, 55, 70, 79, 83, 84, 87, 95, 121, 127, 136, 137, 162, 170, 174, 175, 216, 243, 271,
  ])
  func hostileWorldHoldsEveryRule(seed: UInt64) {
    var world = World(SimulationOptions(seed: seed, sessions: 1000, profile: .hostile))
    #expect(world.run() == nil)
    #expect(world.result.connected > 0)
  }

  @Test(arguments: [UInt64(7), 26, 104, 1122, 1192])
  func roughWorldHoldsEveryRule(seed: UInt64) {
    var world = World(SimulationOptions(seed: seed, sessions: 1000, profile: .rough))
    #expect(world.run() == nil)
    #expect(world.result.connected > 0)
  }

  @Test(arguments: NASKind.allCases)
  func kindHoldsEveryRule(kind: NASKind) {
    var world = World(SimulationOptions(seed: 11, sessions: 300, profile: .rough, kind: kind))
    #expect(world.run() == nil)
    #expect(world.result.connected > 0)
  }

  /// Two servers, and NASes that turn from one to the other.
  @Test(arguments: [UInt64(300), 1063, 2000])
  func twoServersHoldEveryRule(seed: UInt64) {
    var world = World(SimulationOptions(seed: seed, sessions: 1000, profile: .hostile, kind: .failsOver))
    #expect(world.run() == nil)
    #expect(world.result.failovers > 0)
  }

  /// Some need more sessions than 1,000 to show.
  @Test(arguments: [
    (UInt64(97018), NASKind?.none, 2200), (97474, nil, 2200), (96046, .mixed, 2700), (319_161, .mixed, 5000),
    (319_381, .mixed, 1100),
  ])
  func wideWorldHoldsEveryRule(seed: UInt64, kind: NASKind?, sessions: Int) {
    var world = World(SimulationOptions(seed: seed, sessions: sessions, profile: .hostile, kind: kind))
    #expect(world.run() == nil)
    #expect(world.result.connected > 0)
  }

  @Test func freshWorldsHoldEveryRule() {
    let first = UInt64.random(in: 1...UInt64(Int64.max))
    print(
      "fresh seeds from \(first): rollcall simulate --seed \(first) --sessions 4000 --world-sessions 500 --profile hostile"
    )
    for seed in first..<(first + 8) {
      let violation = Simulator.run(SimulationOptions(seed: seed, sessions: 500, profile: .hostile)).violation
      #expect(violation == nil, "rollcall simulate --seed \(seed) --sessions 500 --profile hostile")
    }
  }

  @Test(arguments: [UInt64(1), 7, 11])
  func sameSeedIsTheSameWorld(seed: UInt64) {
    let options = SimulationOptions(seed: seed, sessions: 300, profile: .hostile)
    var first = World(options)
    var second = World(options)
    #expect(first.run() == second.run())
    #expect(first.result == second.result)
  }
}
