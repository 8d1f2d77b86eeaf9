import Storage

/// A holding in the fold's hand.
final class HoldingEntry {
  var holding: Holding
  /// The row in the table; nil: there is none yet.
  private(set) var stored: Holding?
  /// Whether it stands among those that the batch has touched.
  var isListed = false

  init(_ holding: Holding, stored: Holding?) {
    self.holding = holding
    self.stored = stored
  }

  func written() {
    stored = holding
    isListed = false
  }
}
