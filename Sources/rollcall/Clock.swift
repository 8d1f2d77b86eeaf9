import Server
import Timebase

/// The clocks of this machine, for commands.
enum Clock {
  static var wall: Timestamp { SystemClock.now().wall }

  /// Milliseconds of the monotonic clock.
  static var monotonicMilliseconds: Int64 { SystemClock.now().moment.rawValue }

  /// The local time zone at an instant, seconds east of Greenwich.
  static func secondsEast(at time: Timestamp) -> Int { SystemClock.secondsEastOfUTC(at: time) }
}
