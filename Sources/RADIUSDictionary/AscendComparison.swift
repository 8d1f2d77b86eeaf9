/// How a filter compares a port or socket with the packet's. The numbers are those on the wire, where 0 compares nothing.
enum AscendComparison: UInt8, CaseIterable {
  case less = 1
  case equal = 2
  case greater = 3
  case different = 4

  init?(word: String?) {
    guard let found = AscendComparison.allCases.first(where: { $0.word == word }) else { return nil }
    self = found
  }

  var word: String {
    switch self {
    case .less: "<"
    case .equal: "="
    case .greater: ">"
    case .different: "!="
    }
  }

  static let remedy = "write <, =, > or != and a blank on both sides of it"
}
