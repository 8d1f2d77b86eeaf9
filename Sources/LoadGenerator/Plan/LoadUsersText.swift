/// Reads a load's users: a name and a password on each line, or the file that the server itself has, in FreeRADIUS's
/// format, of which the lines with a `Cleartext-Password` count.
package enum LoadUsersText {
  package struct Failure: Error, Equatable, CustomStringConvertible, Sendable {
    package let description: String
  }

  /// A name and a password, each with quotes or without. It is read once for a file, which takes longer than a line does.
  private typealias EntryPattern = Regex<(Substring, Substring?, Substring?, Substring?, Substring?)>

  package static func parse(_ text: String) throws(Failure) -> [LoadUser] {
    var users: [LoadUser] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let isUsersFile = lines.contains { !$0.hasPrefix("#") && $0.contains("Cleartext-Password") }
    let pattern: EntryPattern =
      /^(?:"([^"]*)"|([^\s"]+))\s.*?Cleartext-Password\s*:?=\s*(?:"([^"]*)"|([^\s,"]+))/
    for (index, line) in lines.enumerated() {
      // What is indented belongs to the entry above it.
      guard let first = line.first, first != "#", !first.isWhitespace else { continue }
      if isUsersFile {
        if let user = entry(line, pattern) { users.append(user) }
        continue
      }
      let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
      guard words.count == 2 else {
        throw Failure(description: "line \(index + 1): write a name, a blank and a password")
      }
      users.append(try user(words[0], trimmed(words[1]), line: index + 1))
    }
    guard !users.isEmpty else { throw Failure(description: "it has no user") }
    return users
  }

  private static func user(_ name: Substring, _ password: Substring, line: Int) throws(Failure) -> LoadUser {
    guard fits(name, password) else {
      throw Failure(
        description:
          "line \(line): a name has \(nameLengthMax) octets at most, and a password \(passwordLengthMax)")
    }
    return LoadUser(name: String(name), password: String(password))
  }

  private static func fits(_ name: Substring, _ password: Substring) -> Bool {
    name.utf8.count <= nameLengthMax && password.utf8.count <= passwordLengthMax
  }

  /// `demo  Cleartext-Password := "demo", …`; nil for anything else.
  private static func entry(_ line: Substring, _ pattern: EntryPattern) -> LoadUser? {
    guard let match = line.firstMatch(of: pattern) else { return nil }
    let quoted = match.output.1 ?? match.output.2
    let password = match.output.3 ?? match.output.4 ?? ""
    guard let name = quoted, name != "DEFAULT", fits(name, password) else { return nil }
    return LoadUser(name: String(name), password: String(password))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  /// Both fit into a request with everything else.
  private static let nameLengthMax = 200
  private static let passwordLengthMax = 128
}
