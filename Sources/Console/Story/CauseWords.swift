internal import AddressPool
internal import Admin

/// Causes of the ledger in words.
enum CauseWords {
  /// A line of the history: what happened, to whom, by which packet, and what tied it to the lease.
  static func sentence(_ event: ExplainedEvent) -> String {
    var text = event.cause
    if let words = words[event.cause] { text += ": " + words }
    if let user = event.user {
      text += "; \(user)"
      if let client = event.client { text += " on \(client)" }
      if let session = event.session, !session.isEmpty { text += ", session \(session)" }
    }
    if !event.note.isEmpty { text += "; by \(event.note)" }
    if event.count > 1 { text += ", the last of \(Quantity.grouped(Int(event.count))) like it" }
    if let match = event.match, let words = matchWords[match] { text += ", known by \(words)" }
    return text
  }

  /// For a clause in brackets.
  static func short(_ cause: String?) -> String {
    guard let cause else { return "cause unknown" }
    return words[cause] ?? cause
  }

  /// Why an address is reserved, from the entry that reserved it.
  static func reservation(_ history: [ExplainedEvent]) -> String {
    guard let entry = history.last(where: { $0.to == .reserved && $0.from != .reserved }) ?? history.last else {
      return "as a user's static address"
    }
    if entry.cause == LeaseCause.operator.name || !entry.note.isEmpty { return "by \(entry.note)" }
    return "as a user's static address"
  }

  private static let words: [String: String] = [
    LeaseCause.offered.name: "promised by an Access-Accept",
    LeaseCause.retried.name: "asked for again, the same address was promised",
    LeaseCause.confirmed.name: "its session began",
    LeaseCause.renewed.name: "its session was heard of",
    LeaseCause.stopped.name: "its session stopped",
    LeaseCause.neverStarted.name: "no session began within the offer's time",
    LeaseCause.sessionTimeout.name: "its session outlived its Session-Timeout",
    LeaseCause.silence.name: "its session fell silent",
    LeaseCause.nasReboot.name: "its NAS said that it restarted",
    LeaseCause.rebootInferred.name: "its NAS seems to have restarted without saying so",
    LeaseCause.portReused.name: "another session began on its NAS port",
    LeaseCause.handedOn.name: "handed on to the next session of its NAS port",
    LeaseCause.staleStop.name: "another session's packet, which changes nothing",
    LeaseCause.tokenMismatch.name: "its token came with another session's identifier, which changes nothing",
    LeaseCause.addressMismatch.name: "its session names another address, which changes nothing",
    LeaseCause.adopted.name: "a session of which no offer was known named it",
    LeaseCause.revived.name: "its session was alive after all",
    LeaseCause.conflict.name: "the session that held it before still uses it",
    LeaseCause.disconnected.name: "its NAS ends its session, or has no such session",
    LeaseCause.quarantineOver.name: "its rest was over",
    LeaseCause.reserved.name: "taken out of the pool",
    LeaseCause.operator.name: "done by hand",
    LeaseCause.configuration.name: "the configuration changed",
  ]

  private static let matchWords: [String: String] = [
    MatchRule.token.name: "its token", MatchRule.session.name: "NAS and Acct-Session-Id",
    MatchRule.userAndAddress.name: "user and address", MatchRule.soleOffer.name: "being its user's only offer",
  ]
}
