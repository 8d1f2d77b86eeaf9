package import Accounting
package import RADIUSDictionary
import RADIUSWire
import Timebase

/// A record as one line of JSON: what the server knew, and the packet's attributes by name.
///
/// ```json
/// {"time":"2026-11-24T08:44:37.120Z","event":"2026-11-24T08:44:36.000Z","client":"lab", …,
///  "attributes":{"User-Name":"alice","Acct-Status-Type":"Start","Acct-Session-Time":600}}
/// ```
///
/// An attribute that comes several times is a list. Numbers that a dictionary names are names, octets are `0x` and digits.
package enum JSONLineText {
  package static func text(_ record: AccountingRecord, dictionary: AttributeDictionary) -> String {
    var line = "{"
    func add(_ key: String, _ value: String) {
      line += (line.count > 1 ? "," : "") + JSONText.quoted(key) + ":" + value
    }
    let packet = try? Packet(decoding: record.packet)
    add("time", JSONText.quoted((packet.map(record.received) ?? record.arrival).rfc3339))
    add("event", JSONText.quoted(record.event.rfc3339))
    add("client", JSONText.quoted(record.client))
    add("nas", JSONText.quoted(record.nas))
    add("source", JSONText.quoted(record.source))
    add("verdict", JSONText.quoted(record.verdict.name))
    add("lease", record.leaseID == 0 ? "null" : String(record.leaseID))
    add("leaseAddress", record.leaseAddress.map { JSONText.quoted("\($0)") } ?? "null")
    add("attributes", packet.map { attributes(of: $0, dictionary) } ?? "{}")
    return line + "}\n"
  }

  private static func attributes(of packet: Packet, _ dictionary: AttributeDictionary) -> String {
    var names: [String] = []
    var values: [String: [String]] = [:]
    for pair in LoggedAttributes.pairs(of: packet, dictionary) {
      let name = pair.name
      if values[name] == nil { names.append(name) }
      values[name, default: []].append(value(pair, dictionary))
    }
    let members = names.map { name in
      let list = values[name] ?? []
      return JSONText.quoted(name) + ":" + (list.count == 1 ? list[0] : "[" + list.joined(separator: ",") + "]")
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func value(_ pair: AttributePair, _ dictionary: AttributeDictionary) -> String {
    switch pair.value {
    case .string(let octets): return JSONText.quoted(String(decoding: octets, as: UTF8.self))
    case .integer(let number):
      return dictionary.valueName(number, of: pair.definition).map(JSONText.quoted) ?? String(number)
    case .signed(let number): return String(number)
    default:
      let text = dictionary.format(pair.value, of: pair.definition)
      return JSONText.quoted(text.first == "\"" ? String(text.dropFirst().dropLast()) : text)
    }
  }
}
