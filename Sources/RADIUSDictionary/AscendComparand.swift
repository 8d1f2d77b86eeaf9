/// A comparison with a port or socket number.
struct AscendComparand: Equatable {
  var comparison: AscendComparison
  var number: UInt16

  /// Nil where the octet of the comparison says that nothing is compared, or means nothing.
  init?(_ comparison: UInt8, _ number: UInt16) {
    guard let comparison = AscendComparison(rawValue: comparison) else { return nil }
    self.comparison = comparison
    self.number = number
  }

  init(_ comparison: AscendComparison, _ number: UInt16) {
    self.comparison = comparison
    self.number = number
  }
}
