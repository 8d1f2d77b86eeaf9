import Accounting
import AddressPool
import NetworkAddress
import RADIUSWire
import Storage
import TestRandom
import Timebase

/// Draws journal entries: every kind, values from all over their range. The same seed draws the same.
struct RandomEntries: RandomNumberGenerator {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func next() -> UInt64 { random.next() }

  mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }

  mutating func text() -> String {
    ["", "a", "a text of more than fifteen octets", "zähl\u{0}ß", "日本語", String(repeating: "x", count: 300)]
      .randomElement(using: &self) ?? ""
  }

  mutating func wide() -> UInt64 { next() >> UInt64(number(64)) }

  mutating func time() -> Timestamp {
    Timestamp(rawValue: number(10) == 0 ? Int64(bitPattern: next()) : Int64(1_700_000_000_000 + number(100_000_000)))
  }

  mutating func lease() -> Lease {
    var lease = Lease(address: IPv4Address(rawValue: UInt32(truncatingIfNeeded: next())), pool: text(), at: time())
    lease.state = LeaseState.allCases.randomElement(using: &self) ?? .free
    lease.cause = LeaseCause.allCases.randomElement(using: &self) ?? .offered
    lease.id = LeaseID(rawValue: wide())
    if number(4) > 0 {
      lease.holder = LeaseHolder(
        user: text(), client: text(), nas: text(), session: text(),
        nasPort: Bool.random(using: &self) ? UInt32(truncatingIfNeeded: wide()) : nil, nasPortID: text(),
        callingStation: text(), ask: number(3) == 0 ? nil : AskParts(rawValue: UInt8(number(16))))
    }
    lease.isReserved = Bool.random(using: &self)
    lease.isReservedByOperator = Bool.random(using: &self)
    lease.hasSentInterim = Bool.random(using: &self)
    lease.isOver = Bool.random(using: &self)
    lease.since = time()
    lease.lastSeen = time()
    lease.deadline = Bool.random(using: &self) ? time() : nil
    lease.sessionTimeout = UInt32(truncatingIfNeeded: wide())
    lease.interimInterval = UInt32(truncatingIfNeeded: wide())
    lease.inputOctets = wide()
    lease.outputOctets = wide()
    return lease
  }

  mutating func entry() -> JournalEntry {
    switch number(4) {
    case 0:
      return .transition(
        LeaseTransition(
          time: time(), from: LeaseState.allCases.randomElement(using: &self) ?? .free,
          cause: LeaseCause.allCases.randomElement(using: &self) ?? .offered,
          match: number(2) == 0 ? nil : MatchRule.allCases.randomElement(using: &self), note: text(),
          count: number(2) == 0 ? 1 : UInt32(truncatingIfNeeded: wide()), lease: lease()))
    case 1:
      let packet = (0..<number(200)).map { _ in UInt8(truncatingIfNeeded: next()) }
      return .accounting(
        AccountingRecord(
          arrival: time(), event: time(), client: text(), nas: text(), source: text(),
          verdict: AccountingVerdict.allCases.randomElement(using: &self) ?? .applied, leaseID: wide(),
          packet: packet,
          leaseAddress: Bool.random(using: &self) ? IPv4Address(rawValue: UInt32(truncatingIfNeeded: next())) : nil))
    case 2:
      return .sharedPort(SharedPort(time: time(), nas: text(), port: UInt32(truncatingIfNeeded: wide())))
    default:
      return .authentication(
        AuthenticationRecord(
          time: time(), user: text(), client: text(), nas: text(), callingStation: text(), reply: text(),
          reason: text(), password: Bool.random(using: &self) ? text() : nil, leaseID: wide()))
    }
  }

  /// An entry of a small world, in which sessions, addresses and NASes meet again and again, with events in and out of
  /// order. `step` drives the clock.
  mutating func worldEntry(step: Int) throws -> JournalEntry {
    let time = Samples.noon.advanced(byMilliseconds: Int64(step) * 7_000 - Int64(number(4)) * 31_000)
    let number = UInt32(number(12))
    let id = UInt64(self.number(20))
    switch self.number(9) {
    case 8:
      return .sharedPort(SharedPort(time: time, nas: "192.0.2.\(self.number(3))", port: number))
    case 0:
      return Samples.authentication("user\(number)", isAccept: Bool.random(using: &self), at: time)
    case 1, 2, 3:
      let from = LeaseState.allCases.randomElement(using: &self) ?? .free
      let to = LeaseState.allCases.randomElement(using: &self) ?? .free
      let cause = LeaseCause.allCases.randomElement(using: &self) ?? .offered
      return Samples.transition(number, id: id, from: from, to: to, cause, at: time)
    case 4 where self.number(6) == 0:
      return try Samples.accounting(7, session: "", user: "", at: time, nas: "192.0.2.\(self.number(3))")
    default:
      return try Samples.accounting(
        UInt32(1 + self.number(3)), session: self.number(10) == 0 ? "" : "s\(self.number(10))",
        user: "user\(self.number(3))@example.net", lease: self.number(2) == 0 ? 0 : id, at: time,
        input: UInt32(self.number(5000)), address: Samples.address(number), nas: "192.0.2.\(self.number(3))",
        verdict: AccountingVerdict.allCases.randomElement(using: &self) ?? .applied)
    }
  }
}
