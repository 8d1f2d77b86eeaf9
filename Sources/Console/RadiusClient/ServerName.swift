/// A server as the command line names it: `host`, `host:port`, `[v6]`, `[v6]:port` or a bare IPv6 address.
package struct ServerName: Equatable, Sendable, CustomStringConvertible {
  package var host: String
  /// Nil: the port that fits the request.
  package var port: UInt16?

  package init?(_ text: String) {
    var digits: Substring?
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      host = String(text[text.index(after: text.startIndex)..<end])
      let rest = text[text.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
      digits = rest.isEmpty ? nil : rest.dropFirst()
    } else if text.count(where: { $0 == ":" }) == 1, let colon = text.firstIndex(of: ":") {
      host = String(text[..<colon])
      digits = text[text.index(after: colon)...]
    } else {
      host = text
    }
    guard !host.isEmpty else { return nil }
    if let digits {
      guard let port = UInt16(digits), port > 0 else { return nil }
      self.port = port
    }
  }

  package var description: String {
    let shown = host.contains(":") ? "[\(host)]" : host
    return port.map { "\(shown):\($0)" } ?? shown
  }
}
