/// The text that `rollcall client` reads: attributes, one or several to a line, and blank lines between packets.
package enum RequestText {
  /// The packets of a text, each as the lines of its attributes. A line that starts with `#` is a comment.
  package static func packets(_ text: String) -> [String] {
    var packets: [String] = []
    var lines: [Substring] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0.isNewline }) + [Substring()] {
      let content = line.drop(while: \.isWhitespace)
      if content.hasPrefix("#") { continue }
      if !content.isEmpty {
        lines.append(line)
      } else if !lines.isEmpty {
        packets.append(lines.joined(separator: "\n"))
        lines = []
      }
    }
    return packets
  }
}
