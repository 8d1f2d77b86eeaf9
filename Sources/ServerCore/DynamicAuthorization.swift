import DequeModule
import HeapModule
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import Timebase

/// The client of dynamic authorization (RFC 5176): sends Disconnect-Requests, again where no answer comes, and proves
/// what comes back.
///
/// Pure: time and the random source are passed in, datagrams are handed out. Each NAS has 256 Identifiers; who finds
/// none free waits in a queue.
struct DynamicAuthorization {
  /// What is bounded, and why.
  enum Limits {
    /// An Identifier is an octet.
    static let outstandingMax = 256
    /// Asks that wait for an Identifier; more are not sent.
    static let queuedMax = 16_384
    /// NASes whose last Identifier is remembered.
    static let destinationsMax = 65_536
  }

  /// RFC 5080 §2.2.1; spans in milliseconds.
  enum Retransmission {
    /// IRT.
    static let initial: Int64 = 2000
    /// MRT.
    static let longest: Int64 = 16_000
    /// MRC.
    static let countMax = 5
    /// MRD, counted from when the ask was begun, also where it had to wait for an Identifier.
    static let span: Int64 = 30_000
  }

  private struct Exchange {
    var ask: DisconnectAsk
    var giveUp: Moment
    /// When it is looked at again; an entry of `timers` with another moment is stale.
    var due: Moment
    /// Empty while it waits for an Identifier.
    var bytes: [UInt8] = []
    var timeout: Int64 = 0
    var transmissions = 0
    /// Those of `bytes`.
    var repetitions = 0
    var isReduced = false
  }

  private struct Destination {
    var outstanding: [UInt8: UInt64] = [:]
    var queue = Deque<UInt64>()
    /// Nil: none was used yet.
    var nextIdentifier: UInt8?
    var isIdle: Bool { outstanding.isEmpty && queue.isEmpty }
  }

  private struct Timer: Comparable {
    var due: Moment
    var exchange: UInt64
    static func < (left: Timer, right: Timer) -> Bool {
      left.due != right.due ? left.due < right.due : left.exchange < right.exchange
    }
  }

  private(set) var counters = DynamicAuthorizationCounters()
  private var exchanges: [UInt64: Exchange] = [:]
  private var underWay: Set<DisconnectPurpose> = []
  private var destinations: [Endpoint: Destination] = [:]
  private var timers = Heap<Timer>()
  /// NASes with something queued and an Identifier free, in the order in which they became so.
  private var ready = Deque<Endpoint>()
  private var waiting = 0
  private var lastExchange: UInt64 = 0
  private var outgoing: [OutgoingDisconnect] = []

  /// Sessions that are being asked after.
  var count: Int { exchanges.count }

  /// When ``advance(now:random:isNeeded:)`` should be called; nil: nothing is under way.
  var next: Moment? { ready.isEmpty ? timers.min?.due : Moment(rawValue: .min) }

  func isUnderWay(_ purpose: DisconnectPurpose) -> Bool { underWay.contains(purpose) }

  /// Begins to ask. False: it is not asked, since too many wait already.
  mutating func begin(_ ask: DisconnectAsk, now: Now) -> Bool {
    guard waiting < Limits.queuedMax else {
      counters.unsent += 1
      return false
    }
    counters.asked += 1
    lastExchange += 1
    let giveUp = now.moment.advanced(byMilliseconds: Retransmission.span)
    exchanges[lastExchange] = Exchange(ask: ask, giveUp: giveUp, due: giveUp)
    underWay.insert(ask.purpose)
    timers.insert(Timer(due: giveUp, exchange: lastExchange))
    enqueue(lastExchange, ask.destination)
    return true
  }

  /// Hands over the datagrams to send.
  mutating func takeOutgoing() -> [OutgoingDisconnect] {
    let taken = outgoing
    outgoing.removeAll()
    return taken
  }

  // MARK: - Sending

  /// Sends what may be sent, again what was not answered, and gives up what was not answered for long enough.
  /// `isNeeded` says whether an ask still has a point. Returns those that ended, and how.
  mutating func advance(
    now: Now, random: inout some RandomNumberGenerator, isNeeded: (DisconnectPurpose) -> Bool
  ) -> [(ask: DisconnectAsk, outcome: DisconnectOutcome)] {
    var ended: [(ask: DisconnectAsk, outcome: DisconnectOutcome)] = []
    while let timer = timers.min, timer.due <= now.moment {
      timers.removeMin()
      guard let exchange = exchanges[timer.exchange], exchange.due == timer.due else { continue }
      if !isNeeded(exchange.ask.purpose) {
        ended.append(end(timer.exchange, exchange, .superseded))
      } else if now.moment >= exchange.giveUp || exchange.repetitions >= Retransmission.countMax {
        let outcome: DisconnectOutcome =
          exchange.transmissions == 0 ? .unsent : .unanswered(transmissions: exchange.transmissions)
        ended.append(end(timer.exchange, exchange, outcome))
      } else {
        transmit(timer.exchange, exchange, now: now, random: &random)
      }
    }
    while let destination = ready.popFirst() {
      dispatch(destination, now: now, random: &random, isNeeded: isNeeded, ended: &ended)
    }
    return ended
  }

  /// Gives Identifiers to what waits for one at this NAS.
  private mutating func dispatch(
    _ endpoint: Endpoint, now: Now, random: inout some RandomNumberGenerator, isNeeded: (DisconnectPurpose) -> Bool,
    ended: inout [(ask: DisconnectAsk, outcome: DisconnectOutcome)]
  ) {
    while let number = takeQueued(endpoint) {
      // What ended while it waited is gone from `exchanges` already.
      guard var exchange = exchanges[number] else { continue }
      guard isNeeded(exchange.ask.purpose) else {
        ended.append(end(number, exchange, .superseded))
        continue
      }
      let identifier = takeIdentifier(endpoint, for: number, random: &random)
      let request = exchange.ask.subject.request(
        identifier: identifier, time: now.wall, secret: exchange.ask.secret, isReduced: exchange.isReduced)
      guard let request else {
        destinations[endpoint]?.outstanding[identifier] = nil
        ended.append(end(number, exchange, .unsent))
        continue
      }
      exchange.bytes = request
      exchange.timeout = 0
      exchange.repetitions = 0
      transmit(number, exchange, now: now, random: &random)
    }
  }

  /// Sends the same octets again, under the same Identifier, and sets the time for the next try (RFC 5080 §2.2.1).
  private mutating func transmit(
    _ number: UInt64, _ exchange: Exchange, now: Now, random: inout some RandomNumberGenerator
  ) {
    var exchange = exchange
    let doubled = exchange.timeout == 0 ? Retransmission.initial : 2 * exchange.timeout
    // RAND is a tenth, up or down, of the timeout before; past MRT, of MRT.
    let spread = (exchange.timeout == 0 ? Retransmission.initial : exchange.timeout) / 10
    exchange.timeout = doubled + Int64.random(in: -spread...spread, using: &random)
    if exchange.timeout > Retransmission.longest {
      let spread = Retransmission.longest / 10
      exchange.timeout = Retransmission.longest + Int64.random(in: -spread...spread, using: &random)
    }
    exchange.transmissions += 1
    exchange.repetitions += 1
    exchange.due = min(exchange.giveUp, now.moment.advanced(byMilliseconds: exchange.timeout))
    exchanges[number] = exchange
    timers.insert(Timer(due: exchange.due, exchange: number))
    counters.transmissions += 1
    outgoing.append(OutgoingDisconnect(bytes: exchange.bytes, destination: exchange.ask.destination))
  }

  // MARK: - Receiving

  /// What a datagram meant.
  enum Finding {
    case ended(DisconnectAsk, DisconnectOutcome)
    /// It is asked again, with fewer attributes.
    case again
    case dropped(DisconnectReplyFault)
  }

  /// Takes a datagram. Only the proven answer to what is under way counts.
  mutating func receive(_ datagram: UnsafeRawBufferPointer, from source: Endpoint) -> Finding {
    let reply: Packet
    do throws(PacketError) { reply = try Packet(decoding: datagram) } catch { return drop(.malformed) }
    guard reply.code == .disconnectACK || reply.code == .disconnectNAK else { return drop(.malformed) }
    guard let number = destinations[source]?.outstanding[reply.identifier], let exchange = exchanges[number],
      let authenticator = Authenticator(exchange.bytes[4..<WireLimits.packetLengthMin])
    else { return drop(.unexpected) }
    guard PacketSignature.verify(reply: reply, requestAuthenticator: authenticator, secret: exchange.ask.secret) else {
      return drop(.badAuthenticator)
    }
    let cause = reply.first(.errorCause)?.integer.map(ErrorCause.init(rawValue:))
    if reply.code == .disconnectACK {
      counters.acknowledgements += 1
      let ended = end(number, exchange, cause == .residualContextRemoved ? .notFound : .acknowledged)
      return .ended(ended.ask, ended.outcome)
    }
    counters.refusals[cause.map { $0.isKnown ? $0.rawValue : 0 } ?? 0, default: 0] += 1
    if let cause, cause.isOfAttributes, !exchange.isReduced, !exchange.ask.subject.session.isEmpty {
      askWithLess(number, exchange, identifier: reply.identifier)
      return .again
    }
    let ended = end(number, exchange, cause == .sessionContextNotFound ? .notFound : .refused(cause))
    return .ended(ended.ask, ended.outcome)
  }

  /// The NAS does not take some attribute: what must do is User-Name and Acct-Session-Id.
  private mutating func askWithLess(_ number: UInt64, _ exchange: Exchange, identifier: UInt8) {
    var exchange = exchange
    let destination = exchange.ask.destination
    exchange.isReduced = true
    exchange.bytes = []
    exchange.due = exchange.giveUp
    exchanges[number] = exchange
    timers.insert(Timer(due: exchange.due, exchange: number))
    destinations[destination]?.outstanding[identifier] = nil
    enqueue(number, destination)
  }

  private mutating func drop(_ fault: DisconnectReplyFault) -> Finding {
    counters.dropped[fault, default: 0] += 1
    return .dropped(fault)
  }

  // MARK: - Identifiers and queues

  private mutating func enqueue(_ number: UInt64, _ endpoint: Endpoint) {
    if destinations[endpoint] == nil, destinations.count >= Limits.destinationsMax {
      destinations = destinations.filter { !$0.value.isIdle }
    }
    waiting += 1
    destinations[endpoint, default: Destination()].queue.append(number)
    ready.append(endpoint)
  }

  /// The next that waits, as long as an Identifier is free for it.
  private mutating func takeQueued(_ endpoint: Endpoint) -> UInt64? {
    guard destinations[endpoint]?.outstanding.count ?? 0 < Limits.outstandingMax,
      let number = destinations[endpoint]?.queue.popFirst()
    else { return nil }
    waiting -= 1
    return number
  }

  /// The next free Identifier. They go round from a random one on, so that none is used again soon.
  private mutating func takeIdentifier(
    _ endpoint: Endpoint, for number: UInt64, random: inout some RandomNumberGenerator
  ) -> UInt8 {
    let first = destinations[endpoint]?.nextIdentifier ?? UInt8.random(in: .min ... .max, using: &random)
    for step in 0..<Limits.outstandingMax {
      let identifier = first &+ UInt8(step)
      guard destinations[endpoint]?.outstanding[identifier] == nil else { continue }
      destinations[endpoint, default: Destination()].outstanding[identifier] = number
      destinations[endpoint]?.nextIdentifier = identifier &+ 1
      return identifier
    }
    preconditionFailure("an Identifier was promised and none is free")
  }

  private mutating func end(_ number: UInt64, _ exchange: Exchange, _ outcome: DisconnectOutcome)
    -> (ask: DisconnectAsk, outcome: DisconnectOutcome)
  {
    switch outcome {
    case .unanswered: counters.unanswered += 1
    case .unsent: counters.unsent += 1
    case .superseded: counters.superseded += 1
    case .acknowledged, .notFound, .refused, .notConfigured: break
    }
    exchanges[number] = nil
    underWay.remove(exchange.ask.purpose)
    while let timer = timers.min, exchanges[timer.exchange]?.due != timer.due { timers.removeMin() }
    let endpoint = exchange.ask.destination
    if exchange.bytes.count > 1 {
      let identifier = exchange.bytes[1]
      if destinations[endpoint]?.outstanding[identifier] == number {
        destinations[endpoint]?.outstanding[identifier] = nil
        if destinations[endpoint]?.queue.isEmpty == false { ready.append(endpoint) }
      }
    }
    return (exchange.ask, outcome)
  }
}
