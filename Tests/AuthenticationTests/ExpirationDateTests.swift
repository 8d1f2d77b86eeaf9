import Authentication
import Testing
import Timebase

@Suite struct ExpirationDateTests {
  private let midnight = CivilTime(year: 2026, month: 12, day: 24).timestamp

  @Test(arguments: [
    "24 Dec 2026", "Dec 24 2026", "December 24 2026", "24 december 2026", "Dec 24, 2026", "2026-12-24",
    "24 Dec 2026 00:00:00", "Dec 24 2026 00:00", "2026-12-24 00:00", "2026-12-24T00:00:00", "24 Dec 2026 0:00",
  ])
  func localDates(_ text: String) throws {
    let date = try #require(ExpirationDate(text))
    #expect(date.instant(secondsEastOfUTC: 0) == midnight)
    #expect(date.instant(secondsEastOfUTC: 3600) == midnight.advanced(byMilliseconds: -3_600_000))
  }

  @Test(arguments: [
    "24 Dec 2026 UTC", "Dec 24 2026 00:00:00 GMT", "2026-12-24T00:00:00Z", "2026-12-24T01:00:00+01:00",
    "2026-12-23T22:00:00-02:00", "1798070400", "2026-12-24 UTC",
  ])
  func datesWithAZone(_ text: String) throws {
    let date = try #require(ExpirationDate(text))
    #expect(date.instant(secondsEastOfUTC: 7200) == midnight)
  }

  @Test(arguments: [
    "", "tomorrow", "24 2026", "32 Dec 2026", "29 Feb 2026", "Dec 24", "24 Dec 26", "24 Dez 2026 12:61",
    "24 Dec 2026 25:00",
    "2026-13-01", "Dec Dec 2026", "2026", "99999999999", "24 Dec 2026 12:00 12:00", "De 24 2026",
  ])
  func malformed(_ text: String) {
    #expect(ExpirationDate(text) == nil)
  }

  @Test func anExpiredUserIsRefused() throws {
    let store = try Lab.store(
      "bob Cleartext-Password := x, Expiration := \"4 Mar 2026 10:00:30\"\n  Session-Timeout = 60\n")
    #expect(store.decide(try Lab.pap("bob", "x")).grant?.sessionTimeout == 30)
    let before = Lab.now.advanced(byMilliseconds: 29_999)
    #expect(store.decide(try Lab.pap("bob", "x", now: before)).grant?.sessionTimeout == 1)
    let after = Lab.now.advanced(byMilliseconds: 30_000)
    #expect(store.decide(try Lab.pap("bob", "x", now: after)).refusal?.reason == .expired)
    let early = Lab.now.advanced(byMilliseconds: -3_600_000)
    #expect(store.decide(try Lab.pap("bob", "x", now: early)).grant?.sessionTimeout == 60)
    #expect(store.decide(try Lab.pap("bob", "x", secondsEast: 3600)).refusal?.reason == .expired)
  }

  /// Seconds beyond 32 bits do not wrap.
  @Test func aFarExpirationBoundsNothingWrongly() throws {
    let store = try Lab.store("bob Cleartext-Password := x, Expiration := \"1 Jan 9999\"\n")
    #expect(store.decide(try Lab.pap("bob", "x")).grant?.sessionTimeout == .max)
  }
}
