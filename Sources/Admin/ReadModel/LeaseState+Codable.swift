package import AddressPool

/// In JSON a state is its word.
extension LeaseState: Codable {
  /// The state that a word names; nil for any other word.
  package init?(name: String) {
    guard let state = LeaseState.allCases.first(where: { $0.name == name }) else { return nil }
    self = state
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try container.decode(String.self)
    guard let state = LeaseState(name: name) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(name)` is no lease state")
    }
    self = state
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
