internal import AddressPool
internal import Admin

/// Ledger entries as lines.
enum EventTable {
  /// With its last line end.
  static func text(_ history: some Sequence<ExplainedEvent>) -> String {
    var table = TextTable([("TIME", false), ("FROM", false), ("", false), ("TO", false), ("WHAT HAPPENED", false)])
    for event in history {
      table.append([
        Quantity.time(event.time, exact: true), event.from.name, "→", event.to.name, CauseWords.sentence(event),
      ])
    }
    return table.text
  }
}
