import RADIUSDictionary
import RADIUSWire
import Timebase

/// A request as comparisons see it.
struct RequestView {
  let request: AccessRequest
  let dictionary: AttributeDictionary
  /// All pairs of the packet; made when an attribute is asked for that does not stand at the top.
  private var pairs: [AttributePair]?

  init(_ request: AccessRequest, dictionary: AttributeDictionary) {
    self.request = request
    self.dictionary = dictionary
  }

  /// Whether the request holds a value of the subject that passes the test.
  mutating func contains(_ subject: Comparison.Subject, where test: (AttributeValue) -> Bool = { _ in true }) -> Bool {
    switch subject {
    case .clientName: return test(.string(Array(request.clientName.utf8)))
    case .timeOfDay:
      let time = CivilTime(Timestamp(seconds: request.now.seconds &+ Int64(request.secondsEastOfUTC)))
      return test(.integer(UInt64((time.hour * 60 + time.minute) * 60 + time.second)))
    case .attribute(let definition, let tag):
      if definition.path.numbers.count == 1, let type = UInt8(exactly: definition.number) {
        return containsPlain(AttributeType(rawValue: type), definition, tag: tag, where: test)
      }
      let all = pairs ?? dictionary.decodePairs(request.packet.bytes[WireLimits.packetLengthMin...])
      pairs = all
      return all.contains {
        $0.definition.path == definition.path && (tag == nil || ($0.tag ?? 0) == tag) && test($0.value)
      }
    }
  }

  /// The text of the first value of an attribute; empty where there is none.
  mutating func firstText(of definition: AttributeDefinition) -> [UInt8] {
    let subject = Comparison.Subject.attribute(definition, tag: nil)
    var text: [UInt8] = []
    let dictionary = dictionary
    _ = contains(subject) { value in
      text = RequestView.text(value, of: subject, dictionary)
      return true
    }
    return text
  }

  /// The text that a regular expression sees: strings as they are, other values as they print.
  static func text(
    _ value: AttributeValue, of subject: Comparison.Subject, _ dictionary: AttributeDictionary
  ) -> [UInt8] {
    if case .string(let octets) = value { return octets }
    guard case .attribute(let definition, _) = subject else { return [] }
    return Array(dictionary.format(value, of: definition).utf8)
  }

  private func containsPlain(
    _ type: AttributeType, _ definition: AttributeDefinition, tag: UInt8?, where test: (AttributeValue) -> Bool
  ) -> Bool {
    var next = request.packet.offset(of: type)
    while let offset = next {
      let end = offset + Int(request.packet.bytes[offset + 1])
      var value = request.packet.bytes[(offset + WireLimits.attributeHeaderLength)..<end]
      var found: UInt8 = 0
      if definition.flags.hasTag, let first = value.first, first <= WireLimits.tagMax {
        found = first
        // A number keeps its place of four octets (RFC 2868 §3.1).
        value = definition.type == .integer ? [0] + value.dropFirst() : value.dropFirst()
      }
      if tag == nil || tag == found, test(dictionary.decode(value, of: definition)) { return true }
      next = request.packet.offset(of: type, from: end)
    }
    return false
  }
}
