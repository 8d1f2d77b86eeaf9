import Accounting
import AccountingLog
import RADIUSDictionary
import RADIUSWire
import TestRandom
import Testing
import Timebase

/// Whatever a NAS sends: what is written of it is read back.
@Suite struct DetailRoundTripTests {
  /// Attributes of any type with any octets, and some that make sense.
  private static func packet(using random: inout SeededGenerator) throws -> [UInt8] {
    var builder = PacketBuilder(code: .accountingRequest, identifier: 1)
    try builder.append(.acctStatusType, integer: UInt32.random(in: 1...15, using: &random))
    for _ in 0..<Int.random(in: 0...20, using: &random) {
      let length = [1, 4, 8, Int.random(in: 1...60, using: &random)].randomElement(using: &random) ?? 1
      var octets = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      if Bool.random(using: &random) { octets = octets.map { 0x20 + $0 % 0x5f } }
      var type = UInt8.random(in: 1...240, using: &random)
      // The status is told once; vendors' attributes have a vendor that is known.
      if type == 40 || !isExact(type) { type = 1 }
      if type == 26 { octets = [0, 0, 0, 9, 1, UInt8(octets.count + 2)] + octets }
      try builder.append(AttributeType(rawValue: type), octets)
    }
    return builder.finish()
  }

  /// Prefixes lose bits and octets that mean nothing, a hidden text without its tag gets one, and one that is nothing but a
  /// tag is empty.
  private static func isExact(_ type: UInt8) -> Bool {
    guard let definition = Sample.dictionary.attribute(path: AttributePath([UInt32(type)])) else { return true }
    return ![.ipv4Prefix, .ipv6Prefix].contains(definition.type) && !definition.isSecret && !definition.flags.hasTag
  }

  @Test(arguments: 0..<300)
  func whatIsWrittenIsReadBack(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let octets = try Self.packet(using: &random)
    let record = AccountingRecord(
      arrival: Sample.arrival, event: Sample.arrival, client: "lab", nas: "192.0.2.7", source: "192.0.2.7:1646",
      verdict: .noLease, leaseID: 0, packet: octets)
    let reader = Sample.read(DetailText.text(record, dictionary: Sample.dictionary, secondsEast: 0))
    #expect(reader.faults.isEmpty, "seed \(seed): \(reader.faults)")
    let read = try #require(reader.records.first, "seed \(seed)")
    let isSame = read.packet.bytes[20...] == octets[20...]
    #expect(isSame, "seed \(seed): \(read.packet.bytes) of \(octets)")
  }
}
