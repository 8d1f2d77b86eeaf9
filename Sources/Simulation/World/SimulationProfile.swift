/// How hostile the world is.
package enum SimulationProfile: String, CaseIterable, Sendable {
  /// A good network, well-behaved NASes, a disk and a server that never fail.
  case calm
  /// What a bad year brings.
  case rough
  /// Everything at once.
  case hostile

  var faults: FaultClass { self == .calm ? [] : .all }

  /// Of a million datagrams.
  var loss: Int { self == .hostile ? 80_000 : 15_000 }
  var duplication: Int { self == .hostile ? 40_000 : 8_000 }
  /// Datagrams that are held up on the way, and so arrive after later ones.
  var delay: Int { self == .hostile ? 60_000 : 10_000 }
  /// The server dies between two of its steps, in a million steps.
  var crash: Int { self == .hostile ? 80 : 15 }
  /// Of a million commits.
  var failedAppends: Int { self == .hostile ? 3_000 : 300 }
  /// Mean milliseconds between one and the next.
  var diskFullEvery: Int64 { self == .hostile ? 500_000 : 7_200_000 }
  var outageEvery: Int64 { self == .hostile ? 1_200_000 : 7_200_000 }
  var rebootEvery: Int64 { self == .hostile ? 800_000 : 7_200_000 }
  var clockStepEvery: Int64 { self == .hostile ? 1_200_000 : 20_000_000 }
  var operatorEvery: Int64 { self == .hostile ? 100_000 : 1_200_000 }

  /// How long a datagram is on its way, in milliseconds.
  static let transit: ClosedRange<Int64> = 1...40
  /// How long one that is held up is; the longest that any is.
  static let heldUp: ClosedRange<Int64> = 200...1900
}
