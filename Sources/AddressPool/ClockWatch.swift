import Timebase

/// Tells where a wall time lies on the monotonic clock, as far as the steps of the wall clock let it be told.
struct ClockWatch {
  /// What the wall clock may move against the other between two looks without having stepped, in milliseconds.
  static let stepMin: Int64 = 1000

  /// How far the wall clock is ahead of the monotonic one, in milliseconds; nil: nobody has looked.
  private var ahead: Int64?
  /// When the wall clock was last seen to have stepped, or the first look.
  private var stepped = Moment(rawValue: .min)
  /// The first look.
  private(set) var started = Moment(rawValue: .min)

  mutating func look(_ now: Now) {
    let ahead = now.wall.rawValue &- now.moment.rawValue
    if self.ahead == nil { started = now.moment }
    if self.ahead.map({ abs(ahead &- $0) >= ClockWatch.stepMin }) ?? true { stepped = now.moment }
    self.ahead = ahead
  }

  /// The moment of something that the wall clock had as `time`, or a later one: what the clock said before it stepped is not
  /// known.
  func latestMoment(of time: Timestamp, now: Now) -> Moment {
    let moment = now.moment.advanced(byMilliseconds: -time.milliseconds(to: now.wall))
    return min(max(moment, stepped), now.moment)
  }
}
