import Yams

/// A value of the file with the way to it.
struct Field {
  let node: Node
  /// `pools[0].ranges[1]`.
  let path: String
  /// The line of its key, or of the list's item.
  let line: Int

  /// The text of a scalar as it was written, without quotes; nil for anything else.
  ///
  /// YAML's own reading of numbers and words is not used, so a secret `0123` or a name `yes` stays what it is.
  var text: String? {
    guard case .scalar(let scalar) = node else { return nil }
    return scalar.string
  }

  /// Nothing was written, or `null`.
  var isEmpty: Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// A `!tag`: what most likely is a text that begins with `!` and lacks its quotes.
  var hasTag: Bool {
    guard case .scalar(let scalar) = node else { return false }
    return scalar.tag.rawValue.hasPrefix("!")
  }

  /// What kind of value it is, for messages.
  var kind: String {
    switch node {
    case .scalar: isEmpty ? "nothing" : "a single value"
    case .mapping: "a group of keys"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}

/// A group of keys, each known to its reader.
struct Section {
  /// Empty for the whole file.
  let path: String
  /// Where a missing key is reported.
  let line: Int
  fileprivate(set) var fields: [String: Field]

  init(path: String, line: Int, fields: [String: Field]) {
    self.path = path
    self.line = line
    self.fields = fields
  }

  subscript(key: String) -> Field? { fields[key] }

  func path(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
