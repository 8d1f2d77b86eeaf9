import Accounting
import NetworkAddress
import Testing
import Timebase

struct SessionFoldTests {
  private func seconds(_ time: Timestamp?) -> Int64? { time?.seconds }

  @Test func aWholeSessionIsOneRow() throws {
    let rows = try fold([
      .start(at: 1000).with { $0.address = 0x0a40_0001 },
      .interim(at: 1600).with { ($0.input, $0.output, $0.sessionTime) = (100, 200, 600) },
      .stop(at: 2000).with { ($0.input, $0.output, $0.sessionTime, $0.cause) = (150, 300, 1000, 1) },
    ])
    #expect(rows.count == 1)
    let row = try #require(rows.first)
    #expect(seconds(row.start) == 1000 && seconds(row.stop) == 2000 && seconds(row.updated) == 2000)
    #expect(row.inputOctets == 150 && row.outputOctets == 300 && row.sessionTime == 1000)
    #expect(row.terminateCause == "User-Request" && row.framedIPAddress == IPv4Address(rawValue: 0x0a40_0001))
    #expect(row.interval == 400 && !row.isStartReckoned && !row.isClosedByServer)
    #expect(row.uniqueID.count == 32 && row.nasIPAddress == "192.0.2.1")
  }

  @Test func anOpenSessionHasNoStop() throws {
    let rows = try fold([.start(at: 1000), .interim(at: 1600)])
    #expect(rows.count == 1 && rows[0].isOpen && rows[0].terminateCause.isEmpty && rows[0].inputOctets == 0)
  }

  @Test func gigawordsAreAddedIn() throws {
    let rows = try fold([
      .start(at: 1), .interim(at: 60).with { ($0.input, $0.inputGigawords) = (5, 2) },
    ])
    #expect(rows[0].inputOctets == 2 * 4_294_967_296 + 5)
  }

  @Test func countersAreNeverLowered() throws {
    let rows = try fold([
      .start(at: 1), .interim(at: 60).with { ($0.input, $0.sessionTime) = (500, 59) },
      .interim(at: 30).with { ($0.input, $0.sessionTime) = (100, 29) },
    ])
    #expect(rows[0].inputOctets == 500 && rows[0].sessionTime == 59 && seconds(rows[0].updated) == 60)
  }

  @Test func aStopWithoutCountersZeroesNothing() throws {
    let rows = try fold([
      .start(at: 1), .interim(at: 60).with { ($0.input, $0.sessionTime) = (500, 59) }, .stop(at: 100),
    ])
    #expect(rows[0].inputOctets == 500 && rows[0].sessionTime == 59 && !rows[0].isOpen)
  }

  @Test(arguments: [
    [Event.start(at: 1000), .start(at: 1000)],
    [.start(at: 1000), .start(at: 1005)],
    [.start(at: 1000), .stop(at: 1100), .stop(at: 1100)],
    [.start(at: 1000), .stop(at: 1100), .stop(at: 1101)],
    [.start(at: 1000), .interim(at: 1060), .interim(at: 1060), .stop(at: 1100)],
    [.start(at: 1000), .stop(at: 1100), .start(at: 1000)],
  ])
  func duplicatesCountOnce(_ events: [Event]) throws {
    let rows = try fold(events)
    #expect(rows.count == 1)
    #expect(seconds(rows[0].start) == 1000)
    if !rows[0].isOpen { #expect(seconds(rows[0].stop) == 1100) }
  }

  @Test(arguments: [nil, 0, 110] as [UInt32?])
  func anInterimAfterTheStopOpensNoGhost(sessionTime: UInt32?) throws {
    let rows = try fold([
      .start(at: 1000), .stop(at: 1100).with { $0.input = 10 },
      .interim(at: 1110).with { ($0.sessionTime, $0.input, $0.verdict) = (sessionTime, 20, .stale) },
    ])
    #expect(rows.count == 1 && seconds(rows[0].stop) == 1100 && rows[0].inputOctets == 20)
    // The same from a session that has no lease of ours, where nobody could say that it is stale.
    let foreign = try fold([
      .start(at: 1000), .stop(at: 1100), .interim(at: 1110).with { $0.sessionTime = sessionTime },
    ])
    #expect(foreign.count == 1 && !foreign[0].isOpen)
  }

  @Test func aStopOrInterimWithoutStartReckonsTheStart() throws {
    let stop = try fold([.stop(at: 1100).with { ($0.sessionTime, $0.input) = (100, 9) }])
    #expect(stop.count == 1 && seconds(stop[0].start) == 1000 && seconds(stop[0].stop) == 1100)
    #expect(stop[0].isStartReckoned && stop[0].inputOctets == 9)
    let interim = try fold([.interim(at: 1100).with { $0.sessionTime = 100 }])
    #expect(interim.count == 1 && seconds(interim[0].start) == 1000 && interim[0].isOpen)
  }

  @Test func aLateStartCorrectsTheReckonedOne() throws {
    let rows = try fold([
      .interim(at: 1100).with { $0.sessionTime = 90 }, .start(at: 1000), .stop(at: 1200),
    ])
    #expect(rows.count == 1 && seconds(rows[0].start) == 1000 && !rows[0].isStartReckoned)
    let after = try fold([.stop(at: 1100).with { $0.sessionTime = 90 }, .start(at: 1000)])
    #expect(after.count == 1 && seconds(after[0].start) == 1000 && seconds(after[0].stop) == 1100)
  }

  @Test func aReusedSessionIDIsANewRow() throws {
    let closed = try fold([.start(at: 1000), .stop(at: 1100), .start(at: 5000)])
    #expect(closed.count == 2 && closed[1].isOpen && closed[0].uniqueID != closed[1].uniqueID)
    // The NAS died without a word and counts anew.
    let silent = try fold([.start(at: 1000), .interim(at: 1600), .start(at: 5000)])
    #expect(silent.count == 2 && silent[1].isOpen)
    #expect(silent[0].terminateCause == "Rollcall-Superseded" && seconds(silent[0].stop) == 1600)
    // Only Interims tell of the second one.
    let reckoned = try fold([
      .start(at: 1000), .stop(at: 1100), .interim(at: 5000).with { $0.sessionTime = 600 },
    ])
    #expect(reckoned.count == 2 && seconds(reckoned[1].start) == 4400)
  }

  @Test func leasesTellSessionsApart() throws {
    let rows = try fold([
      .start(at: 1000).with { $0.lease = 1 }, .start(at: 1100).with { $0.lease = 2 },
      .stop(at: 1300).with { $0.lease = 1 }, .stop(at: 1400).with { $0.lease = 2 },
    ])
    #expect(rows.map(\.leaseID) == [1, 2])
    #expect(rows.map { seconds($0.stop) } == [1300, 1400])
  }

  @Test func usersWithOneSessionIDAreTwoSessions() throws {
    let rows = try fold([.start(at: 1000), .start(at: 1001).with { $0.user = "eve" }, .stop(at: 1100)])
    #expect(rows.map(\.user) == ["bob", "eve"])
    #expect(rows.map(\.isOpen) == [false, true])
  }

  @Test func accountingOnClosesWhatBeganBefore() throws {
    let rows = try fold([
      .start(at: 1000), .start(at: 2000).with { $0.session = "s2" },
      .start(at: 1000).with { ($0.session, $0.nas) = ("s3", "192.0.2.2") },
      .on(at: 1500),
    ])
    #expect(rows.map(\.isOpen) == [false, true, true])
    #expect(rows[0].terminateCause == "NAS-Reboot" && seconds(rows[0].stop) == 1500 && rows[0].sessionTime == 500)
  }

  @Test func accountingOffTellsItsOwnCause() throws {
    let rows = try fold([
      .start(at: 1000), .on(at: 1500).with { ($0.status, $0.cause) = (8, 7) },
    ])
    #expect(rows[0].terminateCause == "Admin-Reboot")
  }

  @Test func aSignOfLifeOpensWhatTheServerClosed() throws {
    var table = ListTable()
    let events: [Event] = [.start(at: 1000).with { $0.lease = 5 }, .interim(at: 1100).with { $0.lease = 5 }]
    for event in events { SessionFold.apply(try #require(AccountingEvent(event.record())), to: &table) }
    SessionFold.close(
      leaseID: 5, nas: "192.0.2.1", session: "s1", user: "bob", at: Timestamp(milliseconds: 2_000_900),
      cause: "Rollcall-Silence", in: &table)
    #expect(table.rows[0].terminateCause == "Rollcall-Silence" && seconds(table.rows[0].stop) == 2000)
    #expect(table.rows[0].sessionTime == 100)
    let late = Event.interim(at: 2100).with { $0.lease = 5 }
    SessionFold.apply(try #require(AccountingEvent(late.record())), to: &table)
    #expect(table.rows.count == 1 && table.rows[0].isOpen && table.rows[0].terminateCause.isEmpty)
  }

  @Test func anotherLeasesEndClosesNothing() throws {
    var table = ListTable()
    let event = Event.start(at: 1000).with { $0.lease = 5 }
    SessionFold.apply(try #require(AccountingEvent(event.record())), to: &table)
    SessionFold.close(
      leaseID: 6, nas: "192.0.2.1", session: "s1", user: "bob", at: Timestamp(seconds: 2000), cause: "x", in: &table)
    #expect(table.rows[0].isOpen)
  }

  @Test func withoutSessionIDAndLeaseOnlyAStopIsARow() throws {
    let rows = try fold([
      .start(at: 1000).with { $0.session = "" }, .interim(at: 1010).with { $0.session = "" },
      .stop(at: 1100).with { ($0.session, $0.sessionTime) = ("", 100) },
      .stop(at: 1200).with { ($0.session, $0.sessionTime) = ("", 50) },
    ])
    #expect(rows.map { seconds($0.start) } == [1000, 1150])
  }

  @Test func withoutSessionIDTheLeaseTiesRecordsTogether() throws {
    let rows = try fold([
      .start(at: 1000).with { ($0.session, $0.lease) = ("", 3) },
      .start(at: 1000).with { ($0.session, $0.lease) = ("", 4) },
      .stop(at: 1100).with { ($0.session, $0.lease) = ("", 3) },
    ])
    #expect(rows.map(\.isOpen) == [false, true])
  }

  @Test func tunnelRecordsAreNoSessions() throws {
    #expect(try fold([.start(at: 1).with { $0.status = 9 }, .start(at: 2).with { $0.status = 15 }]).isEmpty)
  }
}
