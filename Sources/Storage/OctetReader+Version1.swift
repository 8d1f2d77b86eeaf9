import AddressPool

/// A lease's holder as version 1 of the journal has it: its texts in another order, Calling-Station-Id as it is compared
/// and, where that differs, also as it came, and a text that says which ask it was.
extension OctetReader {
  mutating func firstHolder(hasPort: Bool, isStationSent: Bool) throws(JournalDecodingError) -> LeaseHolder {
    let user = try text()
    let client = try text()
    let nas = try text()
    let session = try text()
    let identity = try text()
    let nasPortID = try text()
    let callingStation = try text()
    let nasPort = hasPort ? try number32() : nil
    return LeaseHolder(
      user: user, client: client, nas: nas, session: session, nasPort: nasPort, nasPortID: nasPortID,
      callingStation: isStationSent ? try text() : callingStation,
      ask: OctetReader.parts(identity, nas: nas, user: user))
  }

  /// NAS, user and what else an ask had, each behind a separator, the last ones behind a letter.
  private static func parts(_ identity: String, nas: String, user: String) -> AskParts? {
    guard !identity.isEmpty else { return nil }
    let letters: [Character: AskParts] = ["s": .session, "i": .nasPortID, "p": .nasPort, "c": .callingStation]
    let rest = identity.dropFirst(nas.count + 1 + user.count).split(separator: "\u{1f}")
    return rest.reduce(into: []) { parts, text in
      if let part = text.first.flatMap({ letters[$0] }) { parts.insert(part) }
    }
  }
}
