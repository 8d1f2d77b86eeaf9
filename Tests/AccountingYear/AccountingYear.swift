import Accounting
import AddressPool
import NetworkAddress
package import Storage
import TestRandom
import Timebase

#if canImport(Glibc)
  import Glibc
#endif

/// A year of a small ISP: what its journal holds, in the order of time.
///
/// Subscribers come and go; most keep their address, some get another. A few Stops are lost, a few packets come twice.
/// The journal has what the server would have written: decisions, lease transitions and accounting records.
package struct AccountingYear {
  package let plan: YearPlan
  package private(set) var sessions = 0
  package private(set) var records = 0
  private var random: SeededGenerator
  private var subscribers: [Subscriber]
  /// The subscriber with the earliest next event comes first: a binary heap of (time, index).
  private var queue: [(time: Int64, index: Int32)] = []
  private var free: [IPv4Address]
  private var freeHead = 0
  private var leases: [IPv4Address: Lease] = [:]
  private var lastLease: UInt64 = 0
  private var sessionNumbers: [UInt32]

  package init(_ plan: YearPlan) {
    self.plan = plan
    random = SeededGenerator(seed: plan.seed)
    subscribers = (0..<plan.subscribers).map { Subscriber(number: $0, nas: $0 % plan.nases) }
    sessionNumbers = (0..<plan.nases).map { 0x8000_0000 + UInt32($0) << 24 }
    free = (0..<(plan.subscribers * 6 / 5)).map { IPv4Address(rawValue: 0x0a40_0001 + UInt32($0)) }
    for index in 0..<plan.subscribers {
      push(plan.start.seconds + gap(), Int32(index))
    }
  }

  /// The next event's entries, as the server commits them; nil: the year is over.
  package mutating func next() -> [JournalEntry]? {
    guard let (time, index) = queue.first, sessions < plan.sessions || subscribers.contains(where: { $0.live != nil })
    else { return nil }
    queue[0] = (time, index)
    let now = Timestamp(milliseconds: time * 1000 + Int64(random.number(1000)))
    let number = Int(index)
    var entries: [JournalEntry] = []
    var following: Int64
    if subscribers[number].live == nil {
      guard sessions < plan.sessions else {
        replaceFirst(.max)
        return []
      }
      following = begin(number, at: now, &entries)
    } else {
      following = go(on: number, at: now, &entries)
    }
    if following <= time { following = time + 1 }
    replaceFirst(following)
    return entries
  }

  // MARK: - What a subscriber does

  private mutating func begin(_ number: Int, at now: Timestamp, _ entries: inout [JournalEntry]) -> Int64 {
    lastLease += 1
    sessions += 1
    let nas = subscribers[number].nas
    sessionNumbers[nas] += 1
    let address = takeAddress(number)
    let length = Int64(exponential(YearPlan.lengthMean)) + 20
    subscribers[number].live = LiveSession(
      session: hexadecimal(sessionNumbers[nas]), leaseID: lastLease, address: address, start: now,
      end: now.seconds + length, nextInterim: now.seconds + YearPlan.interimInterval,
      isStopLost: random.number(200) == 0, rate: UInt64(20_000 + random.number(400_000)))
    let subscriber = subscribers[number]
    entries.append(
      .authentication(
        AuthenticationRecord(
          time: now, user: subscriber.user, client: subscriber.client, nas: subscriber.nasName,
          callingStation: subscriber.callingStation, reply: "Access-Accept", reason: "", leaseID: lastLease)))
    change(subscriber, .offered, .offered, nil, now, &entries)
    change(subscriber, .active, .confirmed, .token, now.advanced(byMilliseconds: 400), &entries)
    record(subscriber, 1, now.advanced(byMilliseconds: 400), &entries)
    return following(number)
  }

  private mutating func go(on number: Int, at now: Timestamp, _ entries: inout [JournalEntry]) -> Int64 {
    let subscriber = subscribers[number]
    guard let live = subscriber.live else { return now.seconds }
    if now.seconds >= live.end {
      if live.isStopLost {
        change(subscriber, .suspect, .silence, nil, now, &entries)
        change(subscriber, .quarantined, .silence, nil, now, &entries)
        change(subscriber, .free, .quarantineOver, nil, now.advanced(byMilliseconds: 60_000), &entries)
      } else {
        change(subscriber, .free, .stopped, .token, now, &entries)
        record(subscriber, 2, now, &entries)
      }
      free.append(live.address)
      subscribers[number].lastAddress = live.address
      subscribers[number].live = nil
      return now.seconds + gap() + (live.isStopLost ? 120 : 0)
    }
    subscribers[number].live?.nextInterim += YearPlan.interimInterval
    change(subscriber, .active, .renewed, .token, now, &entries)
    record(subscriber, 3, now, &entries)
    if random.number(300) == 0 { record(subscriber, 3, now, &entries, verdict: .duplicate) }
    return following(number)
  }

  private func following(_ number: Int) -> Int64 {
    guard let live = subscribers[number].live else { return .max }
    let end = live.end + (live.isStopLost ? 3 * YearPlan.interimInterval : 0)
    return live.nextInterim < live.end ? live.nextInterim : end
  }

  /// Most get what they had, where it is free; the others what has been free longest.
  private mutating func takeAddress(_ number: Int) -> IPv4Address {
    if let last = subscribers[number].lastAddress, random.number(10) < 7, isFree(last) {
      return last
    }
    while true {
      let address = free[freeHead]
      freeHead += 1
      if freeHead > 65_536 {
        free.removeFirst(freeHead)
        freeHead = 0
      }
      if isFree(address) { return address }
    }
  }

  private func isFree(_ address: IPv4Address) -> Bool { !(leases[address]?.state.isLive ?? false) }

  private mutating func change(
    _ subscriber: Subscriber, _ state: LeaseState, _ cause: LeaseCause, _ match: MatchRule?, _ now: Timestamp,
    _ entries: inout [JournalEntry]
  ) {
    guard let live = subscriber.live else { return }
    var lease = leases[live.address] ?? Lease(address: live.address, pool: subscriber.pool, at: now)
    let from = lease.state
    if state == .offered {
      lease = Lease(address: live.address, pool: subscriber.pool, at: now)
      lease.id = LeaseID(rawValue: live.leaseID)
      lease.holder = subscriber.holder(session: "")
      lease.sessionTimeout = 86_400
      lease.interimInterval = UInt32(YearPlan.interimInterval)
    } else if lease.holder?.session.isEmpty ?? true {
      lease.holder = subscriber.holder(session: live.session)
    }
    lease.state = state
    lease.cause = cause
    if from != state { lease.since = now }
    lease.lastSeen = now
    lease.deadline = state.needsDeadline ? now.advanced(byMilliseconds: 3 * YearPlan.interimInterval * 1000) : nil
    if cause == .renewed { lease.hasSentInterim = true }
    if cause == .stopped { lease.isOver = true }
    leases[live.address] = lease
    let note =
      match == nil ? "" : "Accounting-Request \(cause == .stopped ? "Stop" : "Interim") id 7 from \(subscriber.source)"
    entries.append(
      .transition(LeaseTransition(time: now, from: from, cause: cause, match: match, note: note, lease: lease)))
  }

  private mutating func record(
    _ subscriber: Subscriber, _ status: UInt32, _ now: Timestamp, _ entries: inout [JournalEntry],
    verdict: AccountingVerdict = .applied
  ) {
    guard let live = subscriber.live else { return }
    records += 1
    entries.append(
      .accounting(
        AccountingRecord(
          arrival: now, event: now, client: subscriber.client, nas: subscriber.nasName, source: subscriber.source,
          verdict: verdict, leaseID: live.leaseID, packet: YearPacket.octets(subscriber, live, status, now),
          leaseAddress: live.address)))
  }

  // MARK: - Chance, and the queue

  private mutating func gap() -> Int64 { Int64(exponential(plan.gapMean)) + 5 }

  private mutating func exponential(_ mean: Double) -> Double {
    let uniform = Double(random.next() >> 11) / Double(1 << 53)
    return -mean * log(1 - uniform)
  }

  private func hexadecimal(_ number: UInt32) -> String { String(number, radix: 16) }

  private mutating func push(_ time: Int64, _ index: Int32) {
    queue.append((time, index))
    var child = queue.count - 1
    while child > 0, queue[(child - 1) / 2].time > queue[child].time {
      queue.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func replaceFirst(_ time: Int64) {
    queue[0].time = time
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < queue.count && queue[child].time < queue[least].time {
        least = child
      }
      guard least != parent else { return }
      queue.swapAt(parent, least)
      parent = least
    }
  }
}
