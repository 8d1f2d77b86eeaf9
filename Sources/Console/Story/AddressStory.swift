internal import AddressPool
package import Admin
internal import NetworkAddress
package import Timebase

/// `pool explain` for people: where an address is, why it is not free, when it will be at the latest, and what
/// happened to it.
package struct AddressStory {
  private let explanation: AddressExplanation
  private let now: Timestamp
  /// Entries of the history that are shown; nil: all.
  private let limit: Int?

  package init(_ explanation: AddressExplanation, now: Timestamp, limit: Int? = nil) {
    self.explanation = explanation
    self.now = now
    self.limit = limit
  }

  /// With its last line end.
  package var text: String {
    ([headline, holder, reason, outlook].compactMap(\.self) + [""] + historyLines)
      .map { TextTable.printable($0) + "\n" }.joined()
  }

  private var headline: String {
    let place = explanation.pool.map { " of pool \($0)" } ?? ", which lies in no pool,"
    guard let since = explanation.since, !explanation.history.isEmpty else {
      return "\(explanation.address)\(place) is \(explanation.state.name). Nobody ever held it."
    }
    return "\(explanation.address)\(place) is \(explanation.state.name) since \(Quantity.time(since)) "
      + "(\(Quantity.distance(from: now, to: since)))."
  }

  private var holder: String? {
    guard let user = explanation.user else { return nil }
    let session = explanation.session.flatMap { $0.isEmpty ? nil : ", session \($0)" } ?? ""
    let client = explanation.client.map { " on \($0)" } ?? ""
    let isHeld = explanation.state.isLive
    return (isHeld ? "Held by " : "Last held by ") + user + client + session + "."
  }

  /// Why nobody else can have it now; nil when it is free.
  private var reason: String? {
    switch explanation.state {
    case .free: nil
    case .offered: "Not free: an Access-Accept promised it, and no accounting has confirmed that yet."
    case .active: "Not free: its session lives as far as anybody has said."
    case .suspect:
      "Not free: its session is overdue (\(CauseWords.short(explanation.cause))), and nobody has shown "
        + "that it is gone."
    case .quarantined:
      "Not free: it rests, because nobody proved that its last user is gone "
        + "(\(CauseWords.short(explanation.cause)))."
    case .reserved: "Not free: it is reserved, \(CauseWords.reservation(explanation.history))."
    }
  }

  /// When it is free at the latest; nil when it is free or reserved.
  private var outlook: String? {
    guard let latest = explanation.freeAtLatest, let deadline = explanation.deadline else { return nil }
    let end = "free at \(Quantity.time(latest)) at the latest (\(Quantity.distance(from: now, to: latest)))."
    switch explanation.state {
    case .quarantined: return "It will be " + end
    case .active: return "If nothing more is heard: overdue at \(Quantity.time(deadline)), " + end
    default: return "If nothing more is heard: " + end
    }
  }

  private var historyLines: [String] {
    let history = explanation.history
    guard !history.isEmpty else { return ["Its ledger is empty."] }
    let shown = history.suffix(limit ?? history.count)
    let left = history.count - shown.count
    let note = left > 0 ? ["(\(Quantity.count(left, "earlier entry", "earlier entries")) not shown; use --limit)"] : []
    return note + EventTable.text(shown).split(separator: "\n").map(String.init)
  }
}
