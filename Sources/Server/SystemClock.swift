import Glibc
package import Timebase

/// Reads the machine's clocks. The one place that does.
package enum SystemClock {
  package static func now() -> Now {
    Now(
      wall: Timestamp(milliseconds: milliseconds(CLOCK_REALTIME)),
      moment: Moment(milliseconds: milliseconds(CLOCK_MONOTONIC)))
  }

  /// The local time zone at an instant, seconds east of Greenwich.
  package static func secondsEastOfUTC(at time: Timestamp) -> Int {
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
