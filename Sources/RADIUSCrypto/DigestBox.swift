/// A digest state that can be kept in an optional.
final class DigestBox {
  let state: DigestState

  /// Nil when no provider has the algorithm.
  init?(_ algorithm: DigestAlgorithm) {
    guard let state = DigestState(algorithm) else { return nil }
    self.state = state
  }
}
