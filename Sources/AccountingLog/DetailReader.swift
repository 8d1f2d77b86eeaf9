import NetworkAddress
package import RADIUSDictionary
import RADIUSWire
package import Timebase

/// Reads detail files as FreeRADIUS writes them: a line with the time, a line `<tab>Name = value` to an attribute, and an
/// empty line behind each record.
///
/// ```swift
/// var reader = DetailReader(dictionary: dictionary, file: "detail-20261124", secondsEast: { _ in 0 })
/// for line in lines { reader.take(line) }
/// reader.finish()
/// for record in reader.records { … }
/// ```
///
/// What the server that wrote the file added for itself is passed over. A record with a line that cannot be read is left
/// out and reported; nothing stops the reading.
package struct DetailReader {
  /// Lines of a record: a packet of 4,096 octets has at most 2,038 attributes, and servers add a few of their own.
  private static let linesMax = 4_096

  package let file: String
  /// What was read since the caller last emptied it.
  package var records: [DetailRecord] = []
  package var faults: [DetailFault] = []

  private let dictionary: AttributeDictionary
  private let secondsEast: @Sendable (Timestamp) -> Int
  private var line = 0
  private var draft: Draft?
  /// Names that were reported already: a file has them in every record.
  private var unknownNames: Set<String> = []

  /// The record that is being read.
  private struct Draft {
    var line: Int
    /// The line above it, which is read only where nothing else tells the time.
    var head: Substring?
    var stamp: Timestamp?
    var source: IPAddress?
    var port: UInt16 = 0
    var pairs: [AttributePair] = []
    var lines = 0
    var fault: DetailFault?
  }

  /// - Parameters:
  ///   - file: the file's name, for messages.
  ///   - secondsEast: the time zone in which the heads of records are written. It matters for records without a
  ///     `Timestamp` only.
  package init(
    dictionary: AttributeDictionary, file: String, secondsEast: @escaping @Sendable (Timestamp) -> Int
  ) {
    self.dictionary = dictionary
    self.file = file
    self.secondsEast = secondsEast
  }

  /// Takes the next line, without its line end.
  package mutating func take(_ text: some StringProtocol) {
    line += 1
    // Octets, not characters: a lost weekend has millions of lines.
    var octets = Substring(text).utf8
    if octets.last == UInt8(ascii: "\r") { octets = octets.dropLast() }
    let isIndented = octets.first.map(DetailReader.isSpace) ?? false
    octets = octets.drop(while: DetailReader.isSpace)
    if octets.isEmpty { return endRecord() }
    guard isIndented else { return begin(head: Substring(octets)) }
    if draft == nil { draft = Draft(line: line) }
    draft?.lines += 1
    guard draft?.fault == nil else { return }
    if draft?.lines ?? 0 > DetailReader.linesMax { return fail("the record has over \(DetailReader.linesMax) lines") }
    attribute(Substring(octets))
  }

  private static func isSpace(_ octet: UInt8) -> Bool { octet == UInt8(ascii: " ") || octet == UInt8(ascii: "\t") }

  /// The file is at its end.
  package mutating func finish() { endRecord() }

  private mutating func begin(head text: Substring) {
    // Without an empty line between them: a file that was cut off and written on.
    endRecord()
    draft = Draft(line: line, head: text)
  }

  private mutating func fail(_ problem: String) {
    draft?.fault = DetailFault(file: file, line: line, problem: problem, consequence: .skipped)
  }

  private mutating func attribute(_ text: Substring) {
    let name = Substring(text.utf8.prefix { !DetailReader.isSpace($0) && $0 != 0x3d && $0 != 0x3a })
    if text.utf8.first == UInt8(ascii: "#") { return }
    // What the file's writer says of the record rather than of the packet.
    switch name {
    case "Timestamp":
      guard let seconds = DetailReader.value(text).flatMap({ Int64($0) }), (0...Int64(UInt32.max)).contains(seconds)
      else { return fail("Timestamp is no number of seconds") }
      draft?.stamp = Timestamp(seconds: seconds)
      return
    case "Client-IP-Address", "Packet-Src-IP-Address", "Packet-Src-IPv6-Address":
      guard let address = DetailReader.value(text).flatMap({ IPAddress($0) }) else {
        return fail("\(name) is no address")
      }
      draft?.source = address
      return
    case "Packet-Src-Port", "Packet-Src-IP-Port":
      draft?.port = DetailReader.value(text).flatMap { UInt16($0) } ?? 0
      return
    case "Packet-Type":
      guard let value = DetailReader.value(text), value != "Accounting-Request", value != "4" else { return }
      return fail("it is no Accounting-Request but `\(value)`")
    default: break
    }
    guard let definition = dictionary.attribute(named: name) else {
      // FreeRADIUS's own words, and what an operator defined for himself, stand in detail files beside the packet's.
      if unknownNames.insert(String(name)).inserted, !DetailReader.ownNames.contains(String(name)) {
        faults.append(
          DetailFault(
            file: file, line: line, problem: "no dictionary defines `\(name)`; it is left out, here and below",
            consequence: .ignored))
      }
      return
    }
    guard definition.path.isOnTheWire else { return }
    // A password in the clear has no place in a journal, and one hidden with another server's secret says nothing. By
    // its number it stands as the octets that came.
    if definition.isSecret, !name.hasPrefix("Attr-") { return }
    do throws(PairSyntaxError) {
      let pairs = try dictionary.parsePairs(text)
      draft?.pairs += definition.isSecret ? pairs.map(DetailReader.asItCame) : pairs
    } catch {
      fail("\(error.message); \(error.remedy)")
    }
  }

  /// The octets without a type, which would have them hidden and tagged once more.
  private static func asItCame(_ pair: AttributePair) -> AttributePair {
    let definition = AttributeDefinition(
      name: pair.definition.name, path: pair.definition.path, type: .octets, isKnown: false)
    return AttributePair(definition, value: .octets(pair.value.octets ?? []))
  }

  /// What stands behind the first `=`, without quotes.
  private static func value(_ text: some StringProtocol) -> String? {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    let value = text[text.index(after: equals)...].drop { $0 == " " || $0 == "\t" }
    let end = value.lastIndex { $0 != " " && $0 != "\t" }
    guard let end else { return nil }
    return String(value[...end].drop { $0 == "\"" }).replacing("\"", with: "")
  }

  /// What FreeRADIUS and other servers write beside the attributes of the packet.
  private static let ownNames: Set<String> = [
    "Donestamp", "Request-Authenticator", "Packet-Transmit-Counter", "FreeRADIUS-Acct-Session-Start-Time",
    "SQL-User-Name",
    "Packet-Dst-IP-Address", "Packet-Dst-IP-Port", "Packet-Dst-Port", "Acct-Unique-Session-Id",
  ]

  private mutating func endRecord() {
    guard let draft else { return }
    self.draft = nil
    if let fault = draft.fault { return faults.append(fault) }
    do throws(DetailFault) {
      records.append(try record(draft))
    } catch {
      faults.append(error)
    }
  }

  private func record(_ draft: Draft) throws(DetailFault) -> DetailRecord {
    func fault(_ problem: String) -> DetailFault {
      DetailFault(file: file, line: draft.line, problem: problem, consequence: .skipped)
    }
    if draft.pairs.isEmpty { throw fault("the record has no attribute") }
    let octets: [UInt8]
    do throws(ValueError) {
      octets = try dictionary.encode(draft.pairs, hiding: { _, octets in octets })
    } catch {
      throw fault(error.message)
    }
    let packet: Packet
    do {
      var builder = PacketBuilder(code: .accountingRequest, identifier: 0, capacity: octets.count + 20)
      try builder.appendRaw(octets)
      packet = try Packet(decoding: builder.finish())
    } catch {
      throw fault("its attributes make no packet: \(error)")
    }
    guard packet.first(.acctStatusType)?.integer != nil else { throw fault("the record has no Acct-Status-Type") }
    let stamped = packet.first(.eventTimestamp)?.integer.map { Timestamp(seconds: Int64($0)) }
    let head = draft.stamp == nil ? draft.head.flatMap { HeadTime.time($0, secondsEast: secondsEast) } : nil
    guard let received = draft.stamp ?? head ?? stamped else {
      throw fault("the record has no time: neither a Timestamp nor a head that is one")
    }
    return DetailRecord(
      line: draft.line, received: received, source: draft.source ?? DetailReader.claimedAddress(packet),
      port: draft.port, packet: packet)
  }

  private static func claimedAddress(_ packet: Packet) -> IPAddress? {
    if let number = packet.first(.nasIPAddress)?.integer { return .v4(IPv4Address(rawValue: number)) }
    return packet.first(.nasIPv6Address).flatMap { IPv6Address(octets: $0.value) }.map(IPAddress.init)
  }
}
