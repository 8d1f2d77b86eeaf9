import Authentication
import RADIUSDictionary

/// The users file: it has the same syntax, and what Rollcall cannot do is made a comment.
struct UsersImport {
  private(set) var text = ""
  private(set) var users = 0
  private(set) var findings: [Finding] = []
  private let dictionary: AttributeDictionary
  private let load: (String) -> String?

  private static let depthMax = 20

  init(dictionary: AttributeDictionary, load: @escaping (String) -> String?) {
    self.dictionary = dictionary
    self.load = load
  }

  /// False: the file cannot be read.
  mutating func read(_ path: String, depth: Int = 0) -> Bool {
    guard let content = load(path) else { return false }
    var entry: [String] = []
    var first = 0
    let lines = content.utf8.split(separator: 0x0a, omittingEmptySubsequences: false)
    for (index, octets) in lines.enumerated() {
      let line = String(decoding: octets, as: UTF8.self)
      let isBlank = line.allSatisfy(\.isWhitespace) || line.drop(while: \.isWhitespace).first == "#"
      let continues = line.first?.isWhitespace == true
      if isBlank || continues, !entry.isEmpty || isBlank {
        if entry.isEmpty { keep(line) } else { entry.append(line) }
        continue
      }
      end(&entry, path, first)
      if line.lowercased().hasPrefix("$include") {
        include(String(line.dropFirst("$include".count).drop(while: \.isWhitespace)), path, index + 1, depth)
      } else {
        entry = [line]
        first = index + 1
      }
    }
    end(&entry, path, first)
    return true
  }

  private mutating func include(_ target: String, _ path: String, _ line: Int, _ depth: Int) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let name = target.filter { $0 != "\"" && $0 != "\r" }
    let file = name.hasPrefix("/") ? name : folder + name
    if depth < UsersImport.depthMax, read(file, depth: depth + 1) { return }
    findings.append(Finding(path, line, "`$INCLUDE \(name)` cannot be read"))
  }

  /// Takes an entry with the comments behind it.
  private mutating func end(_ entry: inout [String], _ path: String, _ first: Int) {
    guard !entry.isEmpty else { return }
    defer { entry = [] }
    do throws(UsersFileError) {
      let store = try UserStore.parse(entry.joined(separator: "\n") + "\n", file: path, dictionary: dictionary)
      users += store.users.count
      for warning in store.warnings {
        findings.append(Finding(path, first + max(0, warning.line - 1), "\(warning.message); \(warning.remedy)"))
      }
      for line in entry { keep(line) }
    } catch {
      let name = entry[0].prefix { !$0.isWhitespace }
      findings.append(
        Finding(path, first + max(0, error.line - 1), "the entry of `\(name)` is left out: \(error.message)"))
      keep("# Left out: \(error.message)")
      for line in entry { keep(line.allSatisfy(\.isWhitespace) ? "" : "# " + line) }
    }
  }

  private mutating func keep(_ line: String) { text += (line.hasSuffix("\r") ? String(line.dropLast()) : line) + "\n" }
}
