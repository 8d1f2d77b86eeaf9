import ProcessHarness
import RADIUSWire

/// A NAS whose users call.
final class CallingNAS {
  private let nas: TestNAS
  private var octets: UInt32 = 0

  init(_ folder: ServerFolder, address: String = "127.0.0.1", seed: UInt64 = 1) throws {
    nas = try TestNAS(folder, address: address, seed: seed)
  }

  // MARK: - Access

  /// The Access-Request of a call: a new Identifier and authenticator each time.
  func ask(_ call: Call) throws -> [UInt8] {
    try nas.requests.access(user: call.user, password: call.user + "pw") { packet in
      if call.asksWithSession { try packet.append(.acctSessionID, text: call.session) }
      try describe(call, &packet)
    }
  }

  /// Asks, and takes up what was given. Nil: the answer was no Access-Accept with an address.
  func dial(_ call: inout Call) throws -> Packet? {
    let reply = try send(ask(call))
    guard let grant = Grant(reply) else { return reply }
    call.address = grant.address
    call.classes = grant.classes
    return reply
  }

  /// Dials, and starts the session.
  func connect(_ call: inout Call) throws {
    guard try dial(&call)?.code == .accessAccept, call.address != nil else {
      throw HarnessError("\(call.user) got no address")
    }
    try account(.start, call)
  }

  // MARK: - Accounting

  /// What accounting may say besides.
  struct Details {
    /// Acct-Delay-Time, seconds.
    var delay: UInt32?
    /// Acct-Session-Time, seconds.
    var sessionTime: UInt32?
    var inputOctets: UInt32?
    var inputGigawords: UInt32?
  }

  /// An Interim tells of more octets each time, unless `details` tell of some.
  func accounting(_ status: AccountingStatus, _ call: Call, _ details: Details = Details()) throws -> [UInt8] {
    var details = details
    if status == .interim, details.inputOctets == nil {
      octets += 1
      details.inputOctets = octets
    }
    return try nas.requests.accounting(status.rawValue) { packet in
      try packet.append(.userName, text: call.user)
      try packet.append(.acctSessionID, text: call.session)
      try describe(call, &packet)
      if call.sendsAddress, let address = call.address { try packet.append(.framedIPAddress, integer: address) }
      if call.echoesClass { for value in call.classes { try packet.append(.classAttribute, value) } }
      if let octets = details.inputOctets { try packet.append(.acctInputOctets, integer: octets) }
      if let gigawords = details.inputGigawords { try packet.append(.acctInputGigawords, integer: gigawords) }
      if let time = details.sessionTime { try packet.append(.acctSessionTime, integer: time) }
      if let delay = details.delay { try packet.append(.acctDelayTime, integer: delay) }
    }
  }

  /// Sends an accounting packet, and needs its answer.
  func account(_ status: AccountingStatus, _ call: Call, _ details: Details = Details()) throws {
    guard try send(accounting(status, call, details))?.code == .accountingResponse else {
      throw HarnessError("no answer to \(status) of \(call.user)")
    }
  }

  /// Accounting-On (RFC 2866 §5.1): the NAS has restarted, `delay` seconds ago.
  func accountingOn(identifier: String? = nil, delay: UInt32? = nil) throws {
    let request = try nas.requests.accounting(7) { packet in
      try packet.append(.acctSessionID, text: "00000000")
      if let identifier { try packet.append(.nasIdentifier, text: identifier) }
      if let delay { try packet.append(.acctDelayTime, integer: delay) }
    }
    guard try send(request)?.code == .accountingResponse else { throw HarnessError("no answer to Accounting-On") }
  }

  // MARK: - The way

  /// Sends a request, again when no answer comes, and returns the proven answer; nil: there is none.
  func send(_ request: [UInt8]) throws -> Packet? { try nas.exchange(request) }

  /// Sends once, and waits for no answer.
  func post(_ request: [UInt8]) { nas.post(request) }

  /// Sends many requests, a few at a time, and returns their answers in the same order. All must be answered.
  func sendAll(_ requests: [[UInt8]]) throws -> [Packet] {
    var replies: [Packet] = []
    // Consecutive Identifiers differ within a window.
    for start in stride(from: 0, to: requests.count, by: CallingNAS.window) {
      let part = requests[start..<min(start + CallingNAS.window, requests.count)]
      var open = Dictionary(part.map { ($0[1], $0) }) { first, _ in first }
      var answers: [UInt8: Packet] = [:]
      for _ in 0..<3 where !open.isEmpty {
        for request in open.values { nas.post(request) }
        while !open.isEmpty, let bytes = nas.socket.receive(milliseconds: 2_000) {
          guard bytes.count >= WireLimits.packetLengthMin, let request = open.removeValue(forKey: bytes[1]) else {
            continue
          }
          answers[bytes[1]] = try nas.prove(bytes, request: request)
        }
      }
      guard open.isEmpty else { throw HarnessError("\(open.count) requests got no answer") }
      replies += part.compactMap { answers[$0[1]] }
    }
    return replies
  }

  private static let window = 64

  /// Dials many calls, and takes up what each was given.
  func dialAll(_ calls: inout [Call]) throws {
    let replies = try sendAll(calls.map(ask))
    for (index, reply) in replies.enumerated() {
      guard let grant = Grant(reply) else { throw HarnessError("\(calls[index].user) got no address") }
      (calls[index].address, calls[index].classes) = (grant.address, grant.classes)
    }
  }

  /// Sends the accounting of many calls. All must be answered.
  func accountAll(_ status: AccountingStatus, _ calls: [Call], _ details: Details = Details()) throws {
    _ = try sendAll(calls.map { try accounting(status, $0, details) })
  }

  /// The answer to a request that was posted; nil: none comes within `milliseconds`.
  func answer(to request: [UInt8], milliseconds: Int) throws -> Packet? {
    while let bytes = nas.socket.receive(milliseconds: milliseconds) {
      if bytes.count >= WireLimits.packetLengthMin, bytes[1] == request[1] {
        return try nas.prove(bytes, request: request)
      }
    }
    return nil
  }

  private func describe(_ call: Call, _ packet: inout PacketBuilder) throws {
    if let identifier = call.nasIdentifier { try packet.append(.nasIdentifier, text: identifier) }
    if let port = call.port { try packet.append(.nasPort, integer: port) }
    if let station = call.callingStation { try packet.append(.callingStationID, text: station) }
  }
}
