internal import AddressPool
package import Admin
internal import NetworkAddress
package import Timebase

/// `pool explain --user` and `--session` for people.
package struct HoldingsText {
  private let stories: [HoldingStory]
  private let now: Timestamp

  package init(_ stories: [HoldingStory], now: Timestamp) {
    self.stories = stories
    self.now = now
  }

  /// With its last line end. Each holding's ledger follows where it was asked for.
  package func text() throws -> String {
    var text = try Reports.holdings(stories).text(.table)
    for story in stories where !story.history.isEmpty {
      text += "\n" + TextTable.printable(headline(story)) + "\n" + EventTable.text(story.history)
    }
    return text
  }

  private func headline(_ story: HoldingStory) -> String {
    let began = "\(Quantity.time(story.began)) (\(Quantity.distance(from: now, to: story.began)))"
    let session = story.session.isEmpty ? "" : ", session \(story.session)"
    var text = "Lease \(story.lease): \(story.address) was \(story.user)'s on \(story.client)\(session) from \(began)"
    if let ended = story.ended {
      text += " to \(Quantity.time(ended)), when \(CauseWords.short(story.endCause))"
    } else {
      text += " on"
    }
    return text + "."
  }
}
