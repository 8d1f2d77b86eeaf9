import Authentication
import Testing
import Timebase

@Suite struct LoginTimeTests {
  /// 2026-03-01 is a Sunday.
  private func time(_ weekday: Int, _ hour: Int, _ minute: Int = 0, _ second: Int = 0) -> Timestamp {
    CivilTime(year: 2026, month: 3, day: 1 + weekday, hour: hour, minute: minute, second: second).timestamp
  }

  @Test(arguments: [
    "Al", "Any", "any", "Su-Sa", "Mo,Tu,We,Th,Fr,Sa,Su", "Wk|Sa|Su", "Al0000-2359", "0000-2400", "Wk,Sa-Su",
  ])
  func allTheTime(_ text: String) throws {
    let loginTime = try #require(LoginTime(text))
    for weekday in 0..<7 {
      #expect(loginTime.verdict(at: time(weekday, 13, 7), secondsEastOfUTC: 0) == .unlimited)
    }
  }

  struct Case: Sendable {
    var text: String
    var weekday: Int
    var hour: Int
    var minute: Int
    var second: Int
    var left: Int?

    init(_ text: String, _ weekday: Int, _ hour: Int, _ minute: Int, _ second: Int, _ left: Int?) {
      (self.text, self.weekday, self.hour, self.minute, self.second, self.left) =
        (text, weekday, hour, minute, second, left)
    }
  }

  @Test(arguments: [
    // The last minute belongs to the window, to its last second.
    Case("Wk0855-2305", 1, 8, 54, 59, nil), Case("Wk0855-2305", 1, 8, 55, 0, 14 * 3600 + 11 * 60),
    Case("Wk0855-2305", 5, 23, 5, 59, 1), Case("Wk0855-2305", 5, 23, 6, 0, nil), Case("Wk0855-2305", 6, 12, 0, 0, nil),
    Case("Wk0855-2305", 0, 12, 0, 0, nil),
    // The notation of FreeRADIUS's manual: Saturday runs into Sunday, which goes round its own day.
    Case("Wk2305-0855,Sa,Su2305-1655", 6, 23, 0, 0, 3600 + 16 * 3600 + 56 * 60),
    Case("Wk2305-0855,Sa,Su2305-1655", 0, 16, 56, 0, nil),
    Case("Wk2305-0855,Sa,Su2305-1655", 0, 23, 5, 0, 9 * 3600 + 51 * 60),
    Case("Wk2305-0855,Sa,Su2305-1655", 5, 23, 5, 0, 55 * 60 + 24 * 3600 + 16 * 3600 + 56 * 60),
    Case("Wk2305-0855", 3, 9, 0, 0, nil), Case("Wk2305-0855", 3, 8, 55, 0, 60),
    // Lists of days, ranges of days over the week's end, times alone, one minute alone.
    Case("MoWeFr0900-1659", 3, 16, 59, 30, 30), Case("MoWeFr0900-1659", 2, 12, 0, 0, nil),
    Case("Fr-Mo", 0, 0, 0, 0, 2 * 86_400), Case("Fr-Mo", 2, 0, 0, 0, nil), Case("Fr-Mo", 6, 23, 59, 59, 2 * 86_400 + 1),
    Case("0800-1759", 4, 17, 59, 59, 1), Case("0800-1759", 4, 18, 0, 0, nil), Case("Tu1200", 2, 12, 0, 30, 30),
    Case("Tu1200", 2, 12, 1, 0, nil), Case("Mo0000-1200, Mo1100-1300", 1, 10, 0, 0, 3 * 3600 + 60),
    // The week's last minute joins its first one.
    Case("Sa2300-2400|Su0000-0059", 6, 23, 30, 0, 90 * 60),
  ])
  func windows(_ row: Case) throws {
    let loginTime = try #require(LoginTime(row.text))
    let verdict = loginTime.verdict(at: time(row.weekday, row.hour, row.minute, row.second), secondsEastOfUTC: 0)
    #expect(verdict == row.left.map { .seconds($0) } ?? .outside)
  }

  @Test func localTimeCounts() throws {
    let loginTime = try #require(LoginTime("Mo0800-1759"))
    #expect(loginTime.verdict(at: time(1, 7, 30), secondsEastOfUTC: 3600) == .seconds(9 * 3600 + 30 * 60))
    #expect(loginTime.verdict(at: time(1, 7, 30), secondsEastOfUTC: 0) == .outside)
    #expect(loginTime.verdict(at: time(2, 1), secondsEastOfUTC: -8 * 3600) == .seconds(3600))
    #expect(loginTime.verdict(at: time(0, 22), secondsEastOfUTC: 10 * 3600) == .seconds(10 * 3600))
  }

  @Test(arguments: [
    "", ",", "Mo,", "Xx", "Mo2500-2600", "Mo0860-1000", "Mo800-1700", "Mo0800-", "Mo-", "Mo0800-1700-1800", "Mo 0800",
    "Wk-Sa", "0800x", "Mo2401-0100",
  ])
  func malformed(_ text: String) {
    #expect(LoginTime(text) == nil)
  }

  /// The end of the window bounds the session.
  @Test func lowersTheSessionTimeout() throws {
    let store = try Lab.store(
      """
      short Cleartext-Password := x, Login-Time := "We0800-1029"
          Session-Timeout = 600
      long Cleartext-Password := x, Login-Time := "We0800-1029"
          Session-Timeout = 86400
      none Cleartext-Password := x, Login-Time := "We0800-1029"
      late Cleartext-Password := x, Login-Time := "We1100-1200"
      any Cleartext-Password := x, Login-Time := "Al"
      """)
    #expect(store.decide(try Lab.pap("short", "x")).grant?.sessionTimeout == 600)
    #expect(store.decide(try Lab.pap("long", "x")).grant?.sessionTimeout == 1800)
    #expect(store.decide(try Lab.pap("none", "x")).grant?.sessionTimeout == 1800)
    let any = try #require(store.decide(try Lab.pap("any", "x")).grant)
    #expect(any.sessionTimeout == nil)
    #expect(store.decide(try Lab.pap("late", "x")).refusal?.reason == .outsideLoginTime)
    #expect(store.decide(try Lab.pap("late", "x", secondsEast: 3600)).grant?.sessionTimeout == 3660)
  }
}
