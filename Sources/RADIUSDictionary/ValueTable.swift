/// The named values of one attribute.
struct ValueTable: Sendable {
  private(set) var ordered: [(name: String, number: UInt64)] = []
  private var byName: [String: UInt64] = [:]
  private var names: [UInt64: String] = [:]

  /// The number of a name in lower case.
  func number(lowercased name: String) -> UInt64? { byName[name] }
  func name(_ number: UInt64) -> String? { names[number] }

  /// Adds a name; the last one of a number is the one that prints. Returns false, and changes nothing, when the name
  /// stands for another number already.
  mutating func add(_ name: String, lowercased: String, number: UInt64) -> Bool {
    if let known = byName[lowercased] {
      guard known == number else { return false }
    } else {
      byName[lowercased] = number
      ordered.append((name, number))
    }
    names[number] = name
    return true
  }
}
