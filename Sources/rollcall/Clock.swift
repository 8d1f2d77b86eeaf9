import Timebase

#if canImport(Glibc)
  import Glibc
#endif

/// The clocks of this machine, for commands.
enum Clock {
  static var wall: Timestamp { Timestamp(milliseconds: milliseconds(CLOCK_REALTIME)) }

  /// Milliseconds of the monotonic clock.
  static var monotonicMilliseconds: Int64 { milliseconds(CLOCK_MONOTONIC) }

  /// The local time zone at an instant, seconds east of Greenwich.
  static func secondsEast(at time: Timestamp) -> Int {
    var seconds = time_t(time.seconds)
    var fields = tm()
    tzset()
    localtime_r(&seconds, &fields)
    return fields.tm_gmtoff
  }

  private static func milliseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
