import AddressPool
import NetworkAddress
import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire
import Timebase

/// What the pieces of a request cost, one by one: `make bench-micro`.
@main
enum Micro {
  static let secret = SharedSecret("testing123")

  static func main() throws {
    let access = try accessRequest()
    let accounting = try accountingRequest()
    print("\(access.length) octets of Access-Request, \(accounting.length) of Accounting-Request\n")
    try packets(access, accounting)
    leases()
    try dictionary(accounting)
  }

  private static func packets(_ access: Packet, _ accounting: Packet) throws {
    Measure.report("decode Access-Request") { keep(try? Packet(decoding: access.bytes)) }
    Measure.report("decode Accounting-Request") { keep(try? Packet(decoding: accounting.bytes)) }
    Measure.report("find its last attribute") { keep(accounting.first(.acctTerminateCause)?.integer) }
    Measure.report("verify Message-Authenticator") { keep(MessageAuthenticator.check(access, secret: secret)) }
    Measure.report("verify Accounting-Request") { keep(RequestAuthenticator.isValid(accounting, secret: secret)) }
    Measure.report("reveal User-Password") {
      guard let hidden = access.first(.userPassword)?.value else { return }
      keep(UserPassword.reveal(hidden, secret: secret, requestAuthenticator: access.authenticator))
    }
    Measure.report("encode and sign Access-Accept") { keep(accept(access)) }
    Measure.report("encode and sign Accounting-Response") {
      var bytes = accounting.response(.accountingResponse).finish()
      PacketSignature.sign(reply: &bytes, requestAuthenticator: accounting.authenticator, secret: secret)
      keep(bytes)
    }
    let reserve = RandomReserve()
    Measure.report("draw a random number") { keep(reserve.next()) }
  }

  private static func accept(_ request: Packet) -> [UInt8]? {
    var reply = request.response(.accessAccept)
    do throws(EncodingError) {
      try reply.appendMessageAuthenticator()
      try reply.append(.framedIPAddress, integer: 0x0a40_0001)
      try reply.append(.sessionTimeout, integer: 86_400)
    } catch {
      return nil
    }
    var bytes = reply.finish()
    PacketSignature.sign(reply: &bytes, requestAuthenticator: request.authenticator, secret: secret)
    return bytes
  }

  private static func leases() {
    for count in [65_536, 1_048_576] {
      guard let first = IPv4Address("10.0.0.0"),
        let range = AddressRange(first: first, last: IPv4Address(rawValue: first.rawValue + UInt32(count - 1)))
      else { return }
      var table = LeaseTable()
      var now = Now(wall: Timestamp(milliseconds: 1_800_000_000_000), moment: Moment(milliseconds: 0))
      table.configure(pools: [PoolDefinition(name: "main", ranges: [range])], staticAddresses: [], now: now)
      _ = table.takeChanges()
      var number = 0
      Measure.report("a lease's life (offer, Start, Stop), pool of \(count)") {
        number += 1
        now.moment = Moment(milliseconds: Int64(number))
        let holder = LeaseHolder(
          user: "user\(number % 10_000)", client: "lab", nas: "127.0.0.1/edge", session: "\(number)")
        _ = table.offer(OfferRequest(holder: holder, source: .pool("main"), note: ""), now: now)
        for kind in [SessionEvent.Kind.start, .stop] {
          _ = table.account(SessionEvent(kind: kind, holder: holder, time: now.wall, note: ""), now: now)
        }
        _ = table.takeChanges()
      }
      Measure.report("a sweep that finds nothing, pool of \(count)") { keep(table.sweep(now: now, limit: 4096)) }
    }
  }

  private static func dictionary(_ accounting: Packet) throws {
    let folder = CommandLine.arguments.dropFirst().first ?? "dictionaries/dictionary"
    let dictionary = try AttributeDictionary.load(path: folder)
    Measure.report("look an attribute up by its name") { keep(dictionary.attribute(named: "Framed-IP-Address")) }
    Measure.report("print a packet's attributes") { keep(dictionary.describe(accounting)) }
  }

  private static func accessRequest() throws -> Packet {
    let authenticator = SecureRandom.authenticator()
    var builder = PacketBuilder(code: .accessRequest, identifier: 1, authenticator: authenticator)
    try builder.appendMessageAuthenticator()
    try builder.append(.userName, text: "user01234")
    try builder.append(
      .userPassword,
      try UserPassword.hide(Array("password01234".utf8), secret: secret, requestAuthenticator: authenticator))
    try builder.append(.nasIdentifier, text: "edge-1")
    try builder.append(.nasPort, integer: 7)
    var bytes = builder.finish()
    PacketSignature.sign(request: &bytes, secret: secret)
    return try Packet(decoding: bytes)
  }

  private static func accountingRequest() throws -> Packet {
    var builder = PacketBuilder(code: .accountingRequest, identifier: 2)
    try builder.append(.acctStatusType, integer: 2)
    try builder.append(.userName, text: "user01234")
    try builder.append(.nasIdentifier, text: "edge-1")
    try builder.append(.nasPort, integer: 7)
    try builder.append(.acctSessionID, text: "0123456789abcdef")
    try builder.append(.callingStationID, text: "02-00-00-00-12-34")
    try builder.append(.framedIPAddress, integer: 0x0a40_0001)
    try builder.append(.acctSessionTime, integer: 3600)
    try builder.append(.acctInputOctets, integer: 1_000_000)
    try builder.append(.acctOutputOctets, integer: 9_000_000)
    try builder.append(.acctTerminateCause, integer: 1)
    var bytes = builder.finish()
    PacketSignature.sign(request: &bytes, secret: secret)
    return try Packet(decoding: bytes)
  }
}
