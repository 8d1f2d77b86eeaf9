/// What to simulate.
package struct SimulationOptions: Sendable {
  package var seed: UInt64
  /// How many times a user dials; redials and second lines count.
  package var sessions: Int
  package var profile: SimulationProfile
  /// Every NAS is of this kind; nil: drawn.
  package var kind: NASKind?
  /// Faults that do not happen, whatever the profile says.
  package var without: FaultClass = []
  /// Called with each line of the story; nil: none is told.
  package var trace: (@Sendable (String) -> Void)?
  /// Steps between two full recounts.
  package var auditEvery = 5000

  package init(seed: UInt64, sessions: Int, profile: SimulationProfile, kind: NASKind? = nil) {
    self.seed = seed
    self.sessions = sessions
    self.profile = profile
    self.kind = kind
  }

  var faults: FaultClass { profile.faults.subtracting(without) }
}
