import AddressPool
import Admin
import Console
import Storage
import Testing
import Timebase

/// The JSON that others rely on: keys, their order, and what stands for nothing.
@Suite struct ShapeTests {
  @Test func poolList() async throws {
    let pools = try await FakeServer().poolSummaries()
    #expect(
      try JSONValue(encoding: pools).compactText
        == #"[{"pool":"main","size":6,"free":5,"offered":1,"active":0,"suspect":0,"quarantined":0,"reserved":0}]"#)
  }

  @Test func sessions() async throws {
    let sessions = try await FakeServer(entries: Array(Story.life.prefix(2))).sessions(.live)
    let expected = #"""
      [{"user":"alice","client":"lab","session":"s1","address":"10.64.0.1","start":"2026-03-01T12:00:00.000Z",\#
      "lastSeen":"2026-03-01T12:00:02.000Z","inputOctets":1500,"outputOctets":2500000,"state":"active","nas":"127.0.0.1"}]
      """#
    #expect(try JSONValue(encoding: sessions).compactText == expected)
  }

  @Test func poolExplain() async throws {
    let explanation = try JSONValue(encoding: try await FakeServer().explanation(of: Story.first))
    guard case .object(let members) = explanation else { throw ControlError(.invalid, "no object") }
    let keys = members.map(\.key)
    #expect(keys.prefix(8) == ["address", "pool", "state", "user", "client", "session", "since", "deadline"])
    #expect(keys.last == "history")
    #expect(explanation["user"] == .null, "nobody holds it, and the key is there all the same")
    guard case .array(let history)? = explanation["history"], case .object(let first)? = history.first else {
      throw ControlError(.invalid, "no history")
    }
    #expect(first.map(\.key).prefix(4) == ["time", "from", "to", "cause"])
    #expect(history.first?["time"] == .string("2026-03-01T12:00:00.000Z"))
  }

  @Test func status() async throws {
    let status = try JSONValue(encoding: try await FakeServer().status())
    #expect(status["dropped"]?.compactText == #"{"unknownClient":2}"#)
    #expect(status["health"] == .string("ok"))
    #expect(status["uptimeSeconds"] == .number("61"))
  }

  @Test func csvHasTheSameKeysAndPlainFigures() async throws {
    let sessions = try await FakeServer(entries: Array(Story.life.prefix(2))).sessions(.live)
    let text = try Reports.sessions(sessions).text(.csv)
    #expect(
      text == """
        user,client,session,address,start,lastSeen,inputOctets,outputOctets,state,nas
        alice,lab,s1,10.64.0.1,2026-03-01T12:00:00.000Z,2026-03-01T12:00:02.000Z,1500,2500000,active,127.0.0.1

        """)
    #expect(try Reports.sessions([]).text(.csv).split(separator: "\n").count == 1)
    #expect(try Reports.sessions([]).text(.json) == "[]\n")
  }

  @Test func tablesAlignAndHaveNoTrailingSpaces() async throws {
    let sessions = try await FakeServer(entries: Array(Story.life.prefix(2))).sessions(.live)
    let text = try Reports.sessions(sessions).text(.table)
    #expect(
      text == """
        USER   CLIENT  SESSION  ADDRESS    START                 LAST SEEN                 IN     OUT  STATE
        alice  lab     s1       10.64.0.1  2026-03-01 12:00:00Z  2026-03-01 12:00:02Z  1.5 kB  2.5 MB  active

        """)
    let pools = try Reports.pools(try await FakeServer().poolSummaries()).text(.table)
    #expect(pools.split(separator: "\n").allSatisfy { $0.last != " " })
  }
}
