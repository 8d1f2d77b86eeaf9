import Admin
import ArgumentParser
import Console
import Timebase

#if canImport(Glibc)
  import Glibc
#endif

/// `--time-zone`: in which zone days begin and times are read.
struct ZoneOptions: ParsableArguments {
  @Option(
    name: .customLong("time-zone"),
    help: ArgumentHelp("The time zone of days, and of times without one. Default: this machine's.", valueName: "name"))
  var name: String?

  /// Where the zones lie on Debian and everywhere else.
  private static let folder = "/usr/share/zoneinfo/"

  /// Makes the zone this process's.
  func use() throws(CommandFailure) {
    guard let name else { return }
    let isKnown =
      name == "UTC"
      || !name.isEmpty && !name.contains("..") && access(ZoneOptions.folder + name, R_OK) == 0 && !name.hasSuffix("/")
    guard isKnown else {
      throw .usage("`\(name)` is no time zone of this machine; write one such as Europe/Berlin or UTC")
    }
    setenv("TZ", name, 1)
    tzset()
  }

  /// A bound of a span, in the zone of ``use()``; nil: none was given.
  func bound(_ text: String?, option: String, isEnd: Bool) throws(CommandFailure) -> Timestamp? {
    guard let text else { return nil }
    guard let time = TimeBound.parse(text, isEnd: isEnd, now: Clock.wall, secondsEast: Clock.secondsEast) else {
      throw .usage(
        "`\(text)` is no time for \(option); write \"2026-03-01 14:05\", 2026-03-01, 2026-03, today, yesterday, now, or a "
          + "span before now such as 7d")
    }
    return time
  }

  /// The zone's clocks over a span.
  func offsets(from: Timestamp, to: Timestamp) -> ZoneOffsets {
    ZoneOffsets(from: from, to: to, secondsEast: Clock.secondsEast)
  }
}
