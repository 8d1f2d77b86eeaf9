internal import AddressPool
package import Admin
internal import NetworkAddress
internal import Timebase

/// `pool explain ADDRESS --at TIME` for people: who had the address then.
package struct MomentText {
  private let story: MomentStory
  /// The zone that was assumed for the time asked about, seconds east of Greenwich; nil: it was given.
  private let assumedZone: Int?

  package init(_ story: MomentStory, assumedZone: Int?) {
    self.story = story
    self.assumedZone = assumedZone
  }

  /// With its last line end.
  package var text: String {
    [zone, headline, details, reason, next].compactMap(\.self).map { TextTable.printable($0) + "\n" }.joined()
  }

  /// What was assumed where no zone was given; nil: nothing.
  package var zone: String? {
    guard let assumedZone else { return nil }
    let local = Quantity.time(story.at.advanced(byMilliseconds: Int64(assumedZone) * 1000)).dropLast()
    return "No time zone was given: \(local) is taken as \(OperatorTime.zoneName(assumedZone)), this machine's."
  }

  private var headline: String {
    let place = story.pool.map { " of pool \($0)" } ?? ", which lay in no pool,"
    let start = "At \(Quantity.time(story.at)) \(story.address)\(place) was \(story.state.name)"
    if let user = story.user {
      let session = story.session.flatMap { $0.isEmpty ? nil : ", session \($0)" } ?? ""
      let who = "\(user) on \(story.client ?? "")\(session)"
      return story.state.isLive ? "\(start), held by \(who)." : "\(start) after \(who)."
    }
    guard let last = story.lastUser else { return "\(start). Nobody had held it yet." }
    let ended = story.lastEnded.map { ", until \(Quantity.time($0))" } ?? ""
    return "\(start): nobody held it. The last to hold it was \(last)\(ended)."
  }

  private var details: String? {
    guard let lease = story.lease, let began = story.began else { return nil }
    let end = story.ended.map { " to \(Quantity.time($0))" } ?? " to this day"
    let station = story.callingStation.flatMap { $0.isEmpty ? nil : "; Calling-Station-Id \($0)" } ?? ""
    return "Lease \(lease), from \(Quantity.time(began))\(end); NAS \(story.nas ?? "")\(station)."
  }

  private var reason: String? {
    guard let since = story.since, story.cause != nil else { return nil }
    return "It was so since \(Quantity.time(since)): \(CauseWords.short(story.cause))."
  }

  private var next: String? {
    guard let next = story.next else { return nil }
    return "At \(Quantity.time(next.time)) it became \(next.to.name): \(CauseWords.sentence(next))."
  }
}
