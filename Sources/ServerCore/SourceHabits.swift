import Accounting
import AddressPool
import NetworkAddress
import RADIUSWire

/// What is remembered of a source address: its text, the NASes behind it, and what `auto` learnt from its behaviour.
struct SourceHabits {
  let text: String
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
  /// The client that the address belonged to under a configuration, and which configuration that was.
  fileprivate var client = 0
  fileprivate var generation: UInt64 = 0
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
  fileprivate static let originsMax = 4096

  private var places: [IPAddress: Int] = [:]
  private var sources: [SourceHabits] = []
  private let capacity: Int
  /// Most packets come from where the one before came from.
  private var last: (address: IPAddress, place: Int)?
  /// Counts the configurations.
  private var generation: UInt64 = 1

  init(capacity: Int) { self.capacity = capacity }

  /// The clients have changed: addresses are looked up anew.
  mutating func clientsChanged() { generation += 1 }

  /// Where the habits of a client's address stand, and which client it is; nil: a stranger, of whom nothing is kept.
  /// A place holds until the next call.
  mutating func place(of address: IPAddress, in clients: ClientTable) -> (place: Int, client: Int)? {
    if let last, last.address == address, sources[last.place].generation == generation {
      return (last.place, sources[last.place].client)
    }
    if let place = places[address], sources[place].generation == generation {
      last = (address, place)
      return (place, sources[place].client)
    }
    guard let client = clients.index(of: address) else { return nil }
    let place = places[address] ?? add(address)
    sources[place].client = client
    sources[place].generation = generation
    last = (address, place)
    return (place, client)
  }

  private mutating func add(_ address: IPAddress) -> Int {
    if sources.count >= capacity {
      places.removeAll(keepingCapacity: true)
      sources.removeAll(keepingCapacity: true)
      last = nil
    }
    sources.append(SourceHabits(text: address.description))
    places[address] = sources.count - 1
    return sources.count - 1
  }

  subscript(place: Int) -> SourceHabits {
    get { sources[place] }
    _modify { yield &sources[place] }
  }

  /// The endpoint as text, made anew only when the source's port has changed.
  mutating func text(of endpoint: Endpoint, at place: Int) -> String { sources[place].text(of: endpoint) }

  /// The NAS at `place` that says `claim` of itself, the same object each time.
  mutating func origin(
    at place: Int, client: String, type: AttributeType?, claim: ArraySlice<UInt8>
  ) -> LeaseOrigin {
    sources[place].origin(client: client, type: type, claim: claim)
  }
}

extension SourceHabits {
  fileprivate mutating func text(of endpoint: Endpoint) -> String {
    if lastPort == endpoint.port, !lastEndpoint.isEmpty { return lastEndpoint }
    lastPort = endpoint.port
    lastEndpoint = endpoint.description
    return lastEndpoint
  }

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
