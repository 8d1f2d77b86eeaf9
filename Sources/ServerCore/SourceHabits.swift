import Accounting
import AddressPool
import NetworkAddress
import RADIUSWire

/// What is remembered of a source address: its text, the NASes behind it, and what `auto` learnt from its behaviour.
struct SourceHabits {
  var text: String
  /// It has sent an Access-Request with a right Message-Authenticator: from now on it must (CVE-2024-3596).
  var sendsMessageAuthenticator = false
  /// Its first Access-Request had no Proxy-State: it is no proxy. Nil: none was seen yet.
  var isProxy: Bool?
  /// The endpoint that spoke last, and its text.
  fileprivate var lastPort: UInt16 = 0
  fileprivate var lastEndpoint = ""
  /// The NAS that spoke last, and what it said of itself: most sources are one NAS.
  fileprivate var lastClaim = NASClaim()
  fileprivate var lastOrigin: LeaseOrigin?
  /// All NASes behind the source, bounded.
  fileprivate var origins: [NASClaim: LeaseOrigin] = [:]
}

/// What a packet says of its NAS.
private struct NASClaim: Hashable {
  /// NAS-Identifier, NAS-IP-Address or NAS-IPv6-Address; nil: nothing.
  var type: AttributeType?
  var value: [UInt8] = []

  func says(_ type: AttributeType?, _ value: ArraySlice<UInt8>) -> Bool {
    self.type == type && self.value.elementsEqual(value)
  }
}

/// The habits of source addresses, bounded: when full, what was learnt is forgotten and learnt anew.
struct SourceTable {
  /// NASes behind one source, such as a proxy, that are known at once.
  static let originsMax = 4096

  private var sources: [IPAddress: SourceHabits] = [:]
  private let capacity: Int

  init(capacity: Int) { self.capacity = capacity }

  mutating func habits(of address: IPAddress) -> SourceHabits {
    if let habits = sources[address] { return habits }
    if sources.count >= capacity { sources.removeAll(keepingCapacity: true) }
    let habits = SourceHabits(text: address.description)
    sources[address] = habits
    return habits
  }

  mutating func set(_ habits: SourceHabits, of address: IPAddress) { sources[address] = habits }

  /// The endpoint as text, made anew only when the source's port has changed.
  mutating func text(of endpoint: Endpoint) -> String {
    guard let known = sources[endpoint.address] else { return endpoint.description }
    if known.lastPort == endpoint.port, !known.lastEndpoint.isEmpty { return known.lastEndpoint }
    let text = endpoint.description
    sources[endpoint.address]?.lastPort = endpoint.port
    sources[endpoint.address]?.lastEndpoint = text
    return text
  }

  /// The NAS at `address` that says `claim` of itself, the same object each time.
  mutating func origin(
    of address: IPAddress, client: String, type: AttributeType?, claim: ArraySlice<UInt8>
  ) -> LeaseOrigin {
    if sources[address] == nil { _ = habits(of: address) }
    return sources[address, default: SourceHabits(text: "")].origin(client: client, type: type, claim: claim)
  }
}

extension SourceHabits {
  fileprivate mutating func origin(client: String, type: AttributeType?, claim: ArraySlice<UInt8>) -> LeaseOrigin {
    if let last = lastOrigin, lastClaim.says(type, claim), last.client == client { return last }
    let claim = NASClaim(type: type, value: Array(claim))
    if let known = origins[claim], known.client == client {
      (lastClaim, lastOrigin) = (claim, known)
      return known
    }
    if origins.count >= SourceTable.originsMax { origins.removeAll(keepingCapacity: true) }
    let origin = LeaseOrigin(client: client, nas: NASText.of(type, claim.value, from: text))
    origins[claim] = origin
    (lastClaim, lastOrigin) = (claim, origin)
    return origin
  }
}
