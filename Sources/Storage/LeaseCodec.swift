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
    var lease = Lease(address: address, pool: try text(&recent), at: try self.time(since: time))
    lease.state = state
    lease.cause = cause
    lease.id = id
    lease.isReserved = flags & 1 != 0
    lease.isReservedByOperator = flags & 2 != 0
    lease.hasSentInterim = flags & 4 != 0
    lease.isOver = flags & 8 != 0
    lease.since = try self.time(since: time)
    lease.lastSeen = try self.time(since: time)
    if presence & 2 != 0 { lease.deadline = try self.time(since: time) }
    lease.sessionTimeout = try number32()
    lease.interimInterval = try number32()
    lease.inputOctets = try number()
    lease.outputOctets = try number()
    if presence & 1 != 0, version < 2 {
      lease.holder = try firstHolder(hasPort: presence & 4 != 0, isStationSent: presence & 8 != 0)
    } else if presence & 1 != 0 {
      lease.holder = try holder(hasPort: presence & 4 != 0, isAsk: presence & 8 != 0, &recent)
    }
    return lease
  }

  private mutating func holder(
    hasPort: Bool, isAsk: Bool, _ recent: inout RecentTexts
  ) throws(JournalDecodingError) -> LeaseHolder {
    let origin = recent.origin(client: try octets(), nas: try octets())
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
