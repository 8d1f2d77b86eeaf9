package import AddressPool
import NetworkAddress
import Timebase

/// The binary form of a lease, in transitions and in the derived lease table.
package enum LeaseCodec {
  package static func encode(_ lease: Lease) -> [UInt8] {
    var writer = OctetWriter(capacity: 512)
    writer.append(lease, since: Timestamp(rawValue: 0))
    return writer.octets
  }

  package static func decode(
    _ memory: UnsafeRawBufferPointer, recent: inout RecentTexts
  ) throws(JournalDecodingError) -> Lease {
    var reader = OctetReader(memory)
    return try reader.lease(since: Timestamp(rawValue: 0), &recent)
  }
}

extension OctetWriter {
  /// Times are written as distances from `time`.
  mutating func append(_ lease: Lease, since time: Timestamp) {
    append(fixed: lease.address.rawValue)
    append(lease.state.rawValue)
    append(lease.cause.rawValue)
    append(flags: lease.isReserved, lease.isReservedByOperator, lease.hasSentInterim, lease.isOver)
    append(
      flags: lease.holder != nil, lease.deadline != nil, lease.holder?.nasPort != nil, lease.holder?.ask != nil)
    append(number: lease.id.rawValue)
    append(lease.pool)
    append(lease.start, since: time)
    append(lease.since, since: time)
    append(lease.lastSeen, since: time)
    if let deadline = lease.deadline { append(deadline, since: time) }
    append(number: UInt64(lease.sessionTimeout))
    append(number: UInt64(lease.interimInterval))
    append(number: lease.inputOctets)
    append(number: lease.outputOctets)
    guard let holder = lease.holder else { return }
    append(holder.client)
    append(holder.nas)
    holder.withTexts { append($0) }
    if let nasPort = holder.nasPort { append(number: UInt64(nasPort)) }
    if let ask = holder.ask { append(ask.rawValue) }
  }
}

extension OctetReader {
  mutating func lease(since time: Timestamp, _ recent: inout RecentTexts) throws(JournalDecodingError) -> Lease {
    let address = IPv4Address(rawValue: try fixed())
    guard let state = LeaseState(rawValue: try octet()), let cause = LeaseCause(rawValue: try octet()) else {
      throw .badValue(offset: offset)
    }
    let flags = try octet()
    let presence = try octet()
    let id = LeaseID(rawValue: try number())
    let pool = try pool(&recent)
    let start = try self.time(since: time)
    let since = try self.time(since: time)
    let lastSeen = try self.time(since: time)
    let deadline = presence & 2 != 0 ? try self.time(since: time) : nil
    let sessionTimeout = try number32()
    let interimInterval = try number32()
    let inputOctets = try number()
    let outputOctets = try number()
    var holder: LeaseHolder?
    if presence & 1 != 0, version < 2 {
      holder = try firstHolder(hasPort: presence & 4 != 0, isStationSent: presence & 8 != 0)
    } else if presence & 1 != 0 {
      holder = try self.holder(hasPort: presence & 4 != 0, isAsk: presence & 8 != 0, &recent)
    }
    return Lease(
      address: address, pool: pool, id: id, state: state, cause: cause, flags: flags, holder: holder, start: start,
      since: since, lastSeen: lastSeen, deadline: deadline, sessionTimeout: sessionTimeout,
      interimInterval: interimInterval, inputOctets: inputOctets, outputOctets: outputOctets)
  }

  private mutating func pool(_ recent: inout RecentTexts) throws(JournalDecodingError) -> String {
    recent.pool(try octets())
  }

  private mutating func holder(
    hasPort: Bool, isAsk: Bool, _ recent: inout RecentTexts
  ) throws(JournalDecodingError) -> LeaseHolder {
    let start = offset
    let (client, nas) = (try octets(), try octets())
    let origin = recent.origin(read(from: start), client: client, nas: nas)
    if let packed = shortTexts(4) {
      let nasPort = hasPort ? try number32() : nil
      let ask = isAsk ? AskParts(rawValue: try octet()) : nil
      return LeaseHolder(origin: origin, packed: packed, nasPort: nasPort, ask: ask)
    }
    let user = try octets().bindMemory(to: UInt8.self)
    let session = try octets().bindMemory(to: UInt8.self)
    let nasPortID = try octets().bindMemory(to: UInt8.self)
    let callingStation = try octets().bindMemory(to: UInt8.self)
    let nasPort = hasPort ? try number32() : nil
    return LeaseHolder(
      origin: origin, user: user.span, session: session.span, nasPort: nasPort, nasPortID: nasPortID.span,
      callingStation: callingStation.span, ask: isAsk ? AskParts(rawValue: try octet()) : nil)
  }
}
