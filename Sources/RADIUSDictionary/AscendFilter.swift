/// A filter of type `abinary`: what a device does with the packets that match, as 32 octets on the wire and as words
/// such as `ip in forward dstip 10.0.0.0/8 tcp dstport = 80`.
///
/// The octets are those of Ascend's Data-Filter (attribute 242): type, 1 to forward, 1 for packets that come in, a spare
/// one, then what has to match, and zeros to the end. The words and their order are FreeRADIUS's.
struct AscendFilter: Equatable, CustomStringConvertible {
  enum Match: Equatable {
    case generic(AscendGenericMatch)
    case ip(AscendIPMatch)
    case ipx(AscendIPXMatch)
  }

  /// Why words make no filter: what would be right, without a full stop.
  struct Fault: Error, Equatable {
    let remedy: String
  }

  static let length = 32
  static let headLength = 4
  static let remedy =
    "write ip, ipx or generic, then in or out, then forward or drop, and what to match, as in "
    + "\"ip in drop tcp dstport = 23\"; or its octets as 0x and an even number of hexadecimal digits"

  var isInbound: Bool
  var forwards: Bool
  var match: Match

  /// Reads words; upper and lower case are alike.
  init(words text: some StringProtocol) throws(Fault) {
    var words = AscendFilterWords(text)
    let type = words.take()
    let direction = words.take()
    let action = words.take()
    guard let type, ["in", "out"].contains(direction), ["forward", "drop"].contains(action) else {
      throw Fault(remedy: AscendFilter.remedy)
    }
    isInbound = direction == "in"
    forwards = action == "forward"
    switch type {
    case "ip": match = .ip(try AscendIPMatch(&words))
    case "ipx": match = .ipx(try AscendIPXMatch(&words))
    case "generic": match = .generic(try AscendGenericMatch(&words))
    default: throw Fault(remedy: AscendFilter.remedy)
    }
  }

  /// Reads octets. Nil where words would not give the same octets again, so that nothing is lost in printing.
  init?(_ octets: [UInt8]) {
    guard octets.count == AscendFilter.length else { return nil }
    forwards = octets[1] == 1
    isInbound = octets[2] == 1
    let body = octets[AscendFilter.headLength...]
    switch octets[0] {
    case 0:
      guard let generic = AscendGenericMatch(body) else { return nil }
      match = .generic(generic)
    case 1:
      guard let ip = AscendIPMatch(body) else { return nil }
      match = .ip(ip)
    case 2: match = .ipx(AscendIPXMatch(body))
    default: return nil
    }
    guard self.octets == octets else { return nil }
  }

  var octets: [UInt8] {
    var octets: [UInt8] = [0, forwards ? 1 : 0, isInbound ? 1 : 0, 0]
    switch match {
    case .generic(let generic): octets += generic.octets
    case .ip(let ip):
      octets[0] = 1
      octets += ip.octets
    case .ipx(let ipx):
      octets[0] = 2
      octets += ipx.octets
    }
    return octets + Array(repeating: 0, count: AscendFilter.length - octets.count)
  }

  var description: String {
    let (type, words) =
      switch match {
      case .generic(let generic): ("generic", generic.words)
      case .ip(let ip): ("ip", ip.words)
      case .ipx(let ipx): ("ipx", ipx.words)
      }
    return ([type, isInbound ? "in" : "out", forwards ? "forward" : "drop"] + words).joined(separator: " ")
  }
}
