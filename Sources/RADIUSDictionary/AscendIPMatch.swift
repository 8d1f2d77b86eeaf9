internal import NetworkAddress

/// What an IP filter matches. After the head: source, destination (4 octets each), their prefix lengths, protocol, 1 for
/// established connections, source and destination port (2 each), and how each port is compared.
struct AscendIPMatch: Equatable {
  struct Prefix: Equatable {
    var address: IPv4Address
    /// 1 to 32.
    var length: UInt8
  }

  private(set) var source: Prefix?
  private(set) var destination: Prefix?
  /// The number of a protocol, 0 for all.
  private(set) var protocolNumber: UInt8 = 0
  private(set) var isEstablished = false
  private(set) var sourcePort: AscendComparand?
  private(set) var destinationPort: AscendComparand?

  static let protocols: [String: UInt8] = ["icmp": 1, "tcp": 6, "udp": 17, "ospf": 89]
  static let ports: [String: UInt16] = [
    "ftp-data": 20, "ftp": 21, "telnet": 23, "smtp": 25, "domain": 53, "tftp": 69, "gopher": 70, "finger": 79,
    "www": 80,
    "kerberos": 88, "hostname": 101, "nntp": 119, "ntp": 123, "exec": 512, "login": 513, "cmd": 514, "talk": 517,
  ]

  /// The words after the action, in any order, each once.
  init(_ words: inout AscendFilterWords) throws(AscendFilter.Fault) {
    var seen: Set<String> = []
    while let word = words.take() {
      var name = word
      switch word {
      case "srcip": source = try AscendIPMatch.prefix(words.take())
      case "dstip": destination = try AscendIPMatch.prefix(words.take())
      case "srcport": sourcePort = try AscendIPMatch.port(&words)
      case "dstport": destinationPort = try AscendIPMatch.port(&words)
      case "est": isEstablished = true
      default:
        protocolNumber = try AscendIPMatch.protocolNumber(word)
        name = "one protocol"
      }
      guard seen.insert(name).inserted else { throw AscendFilter.Fault(remedy: "write \(name) once") }
    }
  }

  private static func protocolNumber(_ word: String) throws(AscendFilter.Fault) -> UInt8 {
    var words = AscendFilterWords(word)
    guard let number = protocols[word] ?? words.number(max: 255).map(UInt8.init) else {
      throw AscendFilter.Fault(
        remedy:
          "after the action come srcip, dstip, srcport, dstport, est, and tcp, udp, icmp, ospf or the number of a "
          + "protocol")
    }
    return number
  }

  private static func prefix(_ word: String?) throws(AscendFilter.Fault) -> Prefix? {
    let parts = (word ?? "").split(separator: "/", omittingEmptySubsequences: false)
    guard let first = parts.first, parts.count <= 2, let address = IPv4Address(first) else {
      throw AscendFilter.Fault(remedy: "write an address and a prefix length after srcip and dstip, such as 10.0.0.0/8")
    }
    var length = classLength(of: address)
    if parts.count == 2 {
      var words = AscendFilterWords(parts[1])
      guard let given = words.number(max: 32) else {
        throw AscendFilter.Fault(remedy: "write a prefix length of 1 to 32, such as 10.0.0.0/8")
      }
      length = UInt8(given)
    }
    guard address.rawValue != 0 else { return nil }
    // FreeRADIUS takes /0 for a missing length, so that the filter would be narrower than it says.
    guard length > 0 else {
      throw AscendFilter.Fault(remedy: "write a prefix length of 1 to 32, and no srcip or dstip for all addresses")
    }
    return Prefix(address: address, length: length)
  }

  /// The length that an address without one has: that of its class (RFC 791 §3.2), as FreeRADIUS does it.
  private static func classLength(of address: IPv4Address) -> UInt8 {
    switch address.rawValue >> 29 {
    case 0...3: 8
    case 4...5: 16
    case 6: 24
    default: 32
    }
  }

  private static func port(_ words: inout AscendFilterWords) throws(AscendFilter.Fault) -> AscendComparand {
    guard let comparison = AscendComparison(word: words.take()) else {
      throw AscendFilter.Fault(remedy: AscendComparison.remedy)
    }
    let word = words.take() ?? ""
    var number = AscendFilterWords(word)
    guard let port = ports[word] ?? number.number(max: 65535).map(UInt16.init) else {
      throw AscendFilter.Fault(remedy: "write a port of 0 to 65535 after the comparison")
    }
    return AscendComparand(comparison, port)
  }

  /// Nil where the octets mean something that no words say.
  init?(_ octets: ArraySlice<UInt8>) {
    let body = Array(octets)
    for (offset, length, path) in [(0, body[8], \AscendIPMatch.source), (4, body[9], \AscendIPMatch.destination)] {
      guard let address = IPv4Address(octets: body[offset..<(offset + 4)]), address.rawValue != 0 else { continue }
      guard (1...32).contains(length) else { return nil }
      self[keyPath: path] = Prefix(address: address, length: length)
    }
    protocolNumber = body[10]
    isEstablished = body[11] == 1
    sourcePort = AscendComparand(body[16], UInt16(body[12]) << 8 | UInt16(body[13]))
    destinationPort = AscendComparand(body[17], UInt16(body[14]) << 8 | UInt16(body[15]))
  }

  var octets: [UInt8] {
    var octets = (source?.address ?? IPv4Address(rawValue: 0)).octets
    octets += (destination?.address ?? IPv4Address(rawValue: 0)).octets
    octets += [source?.length ?? 0, destination?.length ?? 0, protocolNumber, isEstablished ? 1 : 0]
    octets += bigEndian(UInt64(sourcePort?.number ?? 0), count: 2)
    octets += bigEndian(UInt64(destinationPort?.number ?? 0), count: 2)
    return octets + [sourcePort?.comparison.rawValue ?? 0, destinationPort?.comparison.rawValue ?? 0]
  }

  var words: [String] {
    var words: [String] = []
    if let source { words += ["srcip", "\(source.address)/\(source.length)"] }
    if let destination { words += ["dstip", "\(destination.address)/\(destination.length)"] }
    words.append(AscendIPMatch.protocols.first { $0.value == protocolNumber }?.key ?? String(protocolNumber))
    if let sourcePort { words += ["srcport", sourcePort.comparison.word, String(sourcePort.number)] }
    if let destinationPort { words += ["dstport", destinationPort.comparison.word, String(destinationPort.number)] }
    if isEstablished { words.append("est") }
    return words
  }
}
