import AddressPool
import NetworkAddress
import Storage
import Testing
import Timebase

struct JournalCodecTests {
  @Test(arguments: UInt64(1)...20)
  func whatWasWrittenIsRead(seed: UInt64) throws {
    var random = RandomEntries(seed: seed)
    let entries = (0..<200).map { _ in random.entry() }
    let bodies = JournalCodec.encode(entries)
    #expect(bodies.count == 1 && bodies[0].count == 200)
    #expect(try JournalCodec.decode(bodies[0].octets, count: 200) == entries, "seed \(seed)")
  }

  @Test func nothingIsNoRow() { #expect(JournalCodec.encode([]).isEmpty) }

  @Test func largeCommitsAreSeveralRows() throws {
    var random = RandomEntries(seed: 3)
    let entries = (0..<2500).map { _ in random.entry() }
    let bodies = JournalCodec.encode(entries)
    #expect(bodies.map(\.count).reduce(0, +) == 2500)
    #expect(bodies.allSatisfy { $0.count <= StoreLimits.rowEntriesMax })
    #expect(try bodies.flatMap { try JournalCodec.decode($0.octets, count: $0.count) } == entries)
  }

  @Test func everyCutIsNoticed() throws {
    let body = JournalCodec.encode(try Samples.story(1, id: 1))[0]
    for length in 0..<body.octets.count {
      #expect(throws: JournalDecodingError.self) {
        try JournalCodec.decode(Array(body.octets.prefix(length)), count: body.count)
      }
    }
  }

  @Test func everyFlippedBitIsNoticed() throws {
    let body = JournalCodec.encode([Samples.transition(1, id: 1, from: .free, to: .offered, .offered)])[0]
    for offset in body.octets.indices {
      for bit in 0..<8 {
        var octets = body.octets
        octets[offset] ^= 1 << UInt8(bit)
        #expect(throws: JournalDecodingError.self) { try JournalCodec.decode(octets, count: body.count) }
      }
    }
  }

  /// Damage that its writer has checksummed: decoding ends, in entries or in an error.
  @Test(arguments: UInt64(1)...10)
  func damageBehindAGoodChecksumIsHarmless(seed: UInt64) throws {
    var random = RandomEntries(seed: seed)
    let body = JournalCodec.encode((0..<3).map { _ in random.entry() })[0]
    var refused = 0
    for _ in 0..<1000 {
      var octets = Array(body.octets.dropLast(4))
      for _ in 0...random.number(3) {
        octets[1 + random.number(octets.count - 1)] = UInt8(truncatingIfNeeded: random.next())
      }
      if random.number(5) == 0 { octets.removeLast(random.number(octets.count - 1)) }
      let sealed = JournalCodec.seal(octets)
      do {
        _ = try JournalCodec.decode(sealed, count: body.count)
      } catch {
        #expect(error != .checksum)
        refused += 1
      }
    }
    #expect(refused > 100)
  }

  @Test func newerVersionsAndKindsAreNamed() throws {
    let body = JournalCodec.encode(try Samples.story(1, id: 1))[0]
    var newer = Array(body.octets.dropLast(4))
    newer[0] = 9
    #expect(throws: JournalDecodingError.newerVersion(9)) {
      try JournalCodec.decode(JournalCodec.seal(newer), count: body.count)
    }
    var stranger = Array(body.octets.dropLast(4))
    stranger[1] = 77
    #expect(throws: JournalDecodingError.unknownKind(77, offset: 1)) {
      try JournalCodec.decode(JournalCodec.seal(stranger), count: body.count)
    }
    #expect(throws: JournalDecodingError.count(expected: 8)) {
      try JournalCodec.decode(body.octets, count: 8)
    }
  }

  /// What the first version wrote is read as it was meant.
  @Test(arguments: [true, false]) func theFirstVersionIsRead(isBySession: Bool) throws {
    let separator = "\u{1f}"
    let ask = isBySession ? "s77" : "i" + "ge-0" + separator + "p9" + separator + "c02ab"
    var payload: [UInt8] = [200, 1, 0, LeaseCause.offered.rawValue, 0]
    func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }
    payload +=
      text("a note") + [5, 0, 64, 10] + [LeaseState.active.rawValue, LeaseCause.confirmed.rawValue, 4, 13, 42]
    payload += text("main") + [9, 4, 0, 60, 10, 3, 7]
    for part in [
      "alice", "lab", "192.0.2.1", "77", "192.0.2.1" + separator + "alice" + separator + ask, "ge-0", "02ab",
    ] {
      payload += text(part)
    }
    payload += [9] + text("02-AB")
    let entry = [JournalCodecTests.transitionKind, UInt8(payload.count), 0, 0, 0] + payload
    let found = try JournalCodec.decode(JournalCodec.seal([1] + entry), count: 1)
    guard case .transition(let transition)? = found.first, let holder = transition.lease.holder else {
      Issue.record("no transition with a holder: \(found)")
      return
    }
    #expect(transition.time == Timestamp(milliseconds: 100) && transition.note == "a note" && transition.count == 1)
    #expect(transition.lease.address == IPv4Address("10.64.0.5") && transition.lease.id.rawValue == 42)
    #expect(transition.lease.start == Timestamp(milliseconds: 95) && transition.lease.outputOctets == 7)
    #expect(
      holder
        == LeaseHolder(
          user: "alice", client: "lab", nas: "192.0.2.1", session: "77", nasPort: 9, nasPortID: "ge-0",
          callingStation: "02-AB", ask: isBySession ? .session : [.nasPortID, .nasPort, .callingStation]))
    #expect(holder.callingStation == "02ab")
  }

  private static let transitionKind: UInt8 = 1

  /// A later version may put fields behind those of today.
  @Test func fieldsOfTheFutureArePassedOver() throws {
    let entry = Samples.authentication("bob", isAccept: true)
    let body = JournalCodec.encode([entry])[0]
    var octets = Array(body.octets.dropLast(4)) + [1, 2, 3]
    octets[2] += 3
    #expect(try JournalCodec.decode(JournalCodec.seal(octets), count: 1) == [entry])
  }

  @Test(arguments: UInt64(1)...5)
  func leasesComeBackAlone(seed: UInt64) throws {
    var random = RandomEntries(seed: seed)
    var recent = RecentTexts()
    for _ in 0..<200 {
      let lease = random.lease()
      let decoded = try LeaseCodec.encode(lease).withUnsafeBytes { try LeaseCodec.decode($0, recent: &recent) }
      #expect(decoded == lease, "seed \(seed)")
    }
  }

  /// Numbers of every length, in the middle of a body and at its end.
  @Test func numbersOfEveryLength() throws {
    var entries: [JournalEntry] = []
    for bits in 0...64 {
      for number in [bits == 64 ? .max : 1 << UInt64(bits) &- 1, bits == 64 ? .max : 1 << UInt64(bits)] as [UInt64] {
        var lease = Samples.lease(1, id: number, .active)
        (lease.inputOctets, lease.outputOctets) = (number, number)
        lease.holder = nil
        entries.append(
          .transition(
            LeaseTransition(
              time: Timestamp(rawValue: Int64(bitPattern: number)), from: .free, cause: .offered, lease: lease)))
      }
    }
    for body in entries.flatMap({ JournalCodec.encode([$0]) }) + JournalCodec.encode(entries) {
      let decoded = try JournalCodec.decode(body.octets, count: body.count)
      #expect(body.count == 1 ? entries.contains(decoded[0]) : decoded == entries)
    }
  }

  /// More different texts than are remembered, long and short, each of them many times.
  @Test func textsThatComeAgainStayApart() throws {
    let entries = try (0..<20_000).map { number in
      let drawn = (number &* 2_654_435_761) % 3001
      let nas = drawn % 3 == 0 ? "nas\(drawn)" : "198.51.100.7/a-nas-with-a-long-name-\(drawn)"
      return try Samples.accounting(1, session: "s\(number)", nas: nas)
    }
    let decoded = try JournalCodec.encode(entries).flatMap { try JournalCodec.decode($0.octets, count: $0.count) }
    #expect(decoded == entries)
    var recent = RecentTexts()
    for number in 0..<20_000 {
      var lease = Samples.lease(UInt32(number), id: UInt64(number), .active)
      lease.holder?.nas = "198.51.100.7/a-nas-with-a-long-name-\(number % 3001)"
      let read = try LeaseCodec.encode(lease).withUnsafeBytes { try LeaseCodec.decode($0, recent: &recent) }
      #expect(read == lease)
    }
  }
}
