import Yams

/// Reads values off the tree of a file and gathers what is wrong with them.
///
/// Every method that reads a value returns nil after it has reported why, so that reading goes on and all faults are
/// found at once.
struct ConfigurationReader {
  /// The name of the file as messages print it.
  let file: String
  /// The folder that relative paths are relative to.
  let folder: String
  /// Whether everybody on this machine can read the file.
  let isReadableByOthers: Bool
  private(set) var errors: [ConfigurationIssue] = []
  private(set) var warnings: [ConfigurationIssue] = []

  init(file: String, isReadableByOthers: Bool) {
    self.file = file
    self.isReadableByOthers = isReadableByOthers
    folder = PathText.folder(of: file)
  }

  mutating func error(_ line: Int, _ key: String, _ problem: String, _ remedy: String) {
    errors.append(ConfigurationIssue(file: file, line: line, key: key, problem: problem, remedy: remedy))
  }

  mutating func error(_ field: Field, _ problem: String, _ remedy: String) {
    error(field.line, field.path, problem, remedy)
  }

  mutating func warning(_ line: Int, _ key: String, _ problem: String, _ remedy: String) {
    warnings.append(ConfigurationIssue(file: file, line: line, key: key, problem: problem, remedy: remedy))
  }

  mutating func warning(_ field: Field, _ problem: String, _ remedy: String) {
    warning(field.line, field.path, problem, remedy)
  }

  /// A group of keys. Reports every key that is not in `known`, and a value that is no group; one that is empty has
  /// no keys.
  mutating func section(_ field: Field, known: [String]) -> Section? {
    if field.isEmpty { return Section(path: field.path, line: field.line, fields: [:]) }
    guard case .mapping(let mapping) = field.node else {
      error(
        field, "is \(field.kind), where keys are expected", "write its keys below it, indented: \(listed(known))")
      return nil
    }
    var fields: [String: Field] = [:]
    for (key, value) in merged(mapping) {
      let line = key.mark?.line ?? field.line
      guard case .scalar(let scalar) = key else {
        error(line, field.path, "a key is \(Field(node: key, path: "", line: line).kind)", "write a word as the key")
        continue
      }
      let path = field.path.isEmpty ? scalar.string : "\(field.path).\(scalar.string)"
      if known.contains(scalar.string) {
        fields[scalar.string] = Field(node: value, path: path, line: line)
      } else {
        reportUnknown(key: scalar.string, of: field.path, line: line, known: known)
      }
    }
    return Section(path: field.path, line: mapping.mark?.line ?? field.line, fields: fields)
  }

  /// The items of a list.
  mutating func items(_ field: Field) -> [Field]? {
    guard case .sequence(let sequence) = field.node else {
      error(field, "is \(field.kind), where a list is expected", "write [a, b], or one `- item` a line")
      return nil
    }
    return sequence.enumerated().map { index, node in
      Field(node: node, path: "\(field.path)[\(index)]", line: node.mark?.line ?? field.line)
    }
  }

  /// Reports that a section lacks a key that has no default.
  mutating func reportMissing(_ key: String, of section: Section, _ remedy: String) {
    error(section.line, section.path(of: key), "is missing", remedy)
  }

  /// The pairs of a mapping with what `<<` brings in (YAML's merge key), which the mapping's own keys override.
  private func merged(_ mapping: Node.Mapping) -> [(key: Node, value: Node)] {
    let own = mapping.filter { $0.key.scalar?.string != "<<" }
    guard own.count < mapping.count else { return own }
    var sources: [Node.Mapping] = []
    for pair in mapping where pair.key.scalar?.string == "<<" {
      switch pair.value {
      case .mapping(let source): sources.append(source)
      case .sequence(let list): sources += list.compactMap(\.mapping)
      default: break
      }
    }
    var names = Set(own.compactMap { $0.key.scalar?.string })
    return sources.reduce(into: own) { pairs, source in
      pairs += merged(source).filter { names.insert($0.key.scalar?.string ?? "").inserted }
    }
  }

  private mutating func reportUnknown(key: String, of path: String, line: Int, known: [String]) {
    let parent = path.isEmpty ? "" : "\(path)."
    // `secret:hunter2` without the space is one long key: what follows the colon may be a secret.
    if let colon = key.firstIndex(of: ":") {
      let name = String(key[..<colon])
      return error(line, parent + name, "no space follows the colon", "write `\(name): ` and then the value")
    }
    let name =
      key.count > 64 || key.contains(where: \.isWhitespace) ? String(key.prefix { !$0.isWhitespace }.prefix(64)) : key
    if let nearest = NearestWord.find(name, among: known) {
      error(line, parent + name, "unknown key", "did you mean `\(nearest)`?")
    } else {
      error(line, parent + name, "unknown key", "known here: \(listed(known))")
    }
  }
}

/// Words for a sentence: `a, b, c`.
func listed(_ words: some Sequence<String>) -> String { words.joined(separator: ", ") }
