import RADIUSWire
import TestRandom
import Testing

/// What must hold for any octets and any values. A failure prints the seed that brings it back.
@Suite struct FuzzTests {
  /// Fixed seeds, and a fresh one each run.
  static let seeds: [UInt64] = [1, 2, 0xfeed, UInt64.random(in: 3...UInt64.max)]

  /// Records a failure with its seed. Cheaper than `#expect` where a condition holds a million times.
  func check(_ holds: Bool, _ seed: UInt64, _ round: Int, _ place: SourceLocation = #_sourceLocation) {
    if !holds { Issue.record("seed \(seed), round \(round)", sourceLocation: place) }
  }

  /// Octets as an attacker sends them: noise, or a packet with a few octets changed.
  static func hostile(_ random: inout SeededGenerator) -> [UInt8] {
    if Bool.random(using: &random) {
      var octets = random.octets(Int.random(in: 0...200, using: &random))
      if octets.count >= 4, Bool.random(using: &random) {
        octets[2] = 0
        octets[3] = UInt8(min(octets.count, 255))
      }
      return octets
    }
    var octets = valid(&random).bytes
    for _ in 0..<Int.random(in: 0...4, using: &random) {
      octets[Int.random(in: octets.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
    }
    return Bool.random(using: &random) ? octets : Array(octets.prefix(Int.random(in: 0...octets.count, using: &random)))
  }

  /// A packet of random attributes of every form, and what went into it.
  static func valid(_ random: inout SeededGenerator) -> (bytes: [UInt8], plain: [(UInt8, [UInt8])]) {
    var builder = PacketBuilder(
      code: PacketCode(rawValue: UInt8.random(in: 0...255, using: &random)),
      identifier: UInt8.random(in: 0...255, using: &random))
    var plain: [(UInt8, [UInt8])] = []
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      let value = random.octets(Int.random(in: 0...260, using: &random))
      let type = AttributeType(rawValue: UInt8.random(in: 0...255, using: &random))
      do {
        switch Int.random(in: 0...4, using: &random) {
        case 0: try builder.append(vendor: 9, type: UInt32(type.rawValue), value)
        case 1: try builder.append(vendor: 24757, type: 3, format: .wimax, value + value)
        case 2: try builder.append(.longExtended1, extendedType: 4, value + value)
        case 3: try builder.append(.eapMessage, concatenating: value + value)
        default:
          guard type != .vendorSpecific, type != .eapMessage, !type.isLongExtended else { continue }
          try builder.append(type, value)
          plain.append((type.rawValue, value))
        }
      } catch {
        continue
      }
    }
    return (builder.finish(), plain)
  }

  @Test(arguments: seeds)
  func neverCrashesAndAlwaysAddsUp(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var decoded = 0
    for round in 0..<1500 {
      let octets = Self.hostile(&random)
      guard let packet = try? Packet(decoding: octets) else { continue }
      decoded += 1
      let total = packet.attributes.reduce(20) { $0 + $1.value.count + 2 }
      check(total == packet.length, seed, round)
      check(packet.length <= octets.count, seed, round)
      for format in VendorAttributeTests.formats + [.wimax] {
        for vendor in [UInt32(9), 24757] {
          let found = packet.vendorAttributes(vendor: vendor, format: format)
          check(found.allSatisfy { $0.type <= format.typeMax }, seed, round)
        }
      }
      check(packet.extendedAttributes().allSatisfy { !$0.value.isEmpty }, seed, round)
      for attribute in packet.attributes {
        check(packet.first(attribute.type) != nil, seed, round)
      }
    }
    #expect(decoded > 100, "seed \(seed): too few packets were well formed to prove anything")
  }

  @Test(arguments: seeds)
  func readsBackWhatItWrote(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for round in 0..<300 {
      let made = Self.valid(&random)
      check(made.bytes.count <= WireLimits.packetLengthMax, seed, round)
      let packet = try Packet(decoding: made.bytes)
      check(packet.bytes == made.bytes, seed, round)
      let special: Set<AttributeType> = [.vendorSpecific, .eapMessage, .longExtended1]
      let read = packet.attributes.filter { !special.contains($0.type) }
      check(read.map(\.type.rawValue) == made.plain.map(\.0), seed, round)
      check(read.map { Array($0.value) } == made.plain.map(\.1), seed, round)
      var again = PacketBuilder(
        code: packet.code, identifier: packet.identifier, authenticator: packet.authenticator)
      for attribute in packet.attributes { try again.append(attribute.type, attribute.value) }
      check(again.finish() == made.bytes, seed, round)
    }
  }

  @Test(arguments: seeds)
  func neverGrowsPastTheLimits(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for round in 0..<25 {
      var builder = PacketBuilder(code: .accessAccept, identifier: 0)
      var refused = 0
      for _ in 0..<300 {
        let value = random.octets(Int.random(in: 0...600, using: &random))
        let before = (builder.length, builder.attributeCount)
        do {
          switch Int.random(in: 0...4, using: &random) {
          case 0: try builder.append(.eapMessage, concatenating: value)
          case 1: try builder.append(vendor: 24757, type: 1, format: .wimax, value)
          case 2: try builder.append(.longExtended2, extendedType: 1, value)
          case 3: try builder.appendRaw([24, 4, 1, 2, 25, 3, 1])
          default: try builder.append(.state, value)
          }
        } catch {
          refused += 1
          check((builder.length, builder.attributeCount) == before, seed, round)
        }
      }
      let length = builder.length
      check(refused > 0 && length <= WireLimits.packetLengthMax, seed, round)
      check((try? Packet(decoding: builder.finish())) != nil, seed, round)
    }
  }
}
