package import AddressPool

/// Which sessions are asked for.
package enum SessionScope: Equatable, Sendable {
  /// Active and suspect.
  case live
  /// The live ones, the offers, and those that are over.
  case all
  /// Those in one state.
  case state(LeaseState)
}
