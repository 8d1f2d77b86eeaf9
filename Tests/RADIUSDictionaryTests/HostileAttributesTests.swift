import RADIUSDictionary
import TestRandom
import Testing

/// Attributes made at random: nothing crashes, and what was read can be written and reads the same again.
@Suite struct HostileAttributesTests {
  /// Types and beginnings of values that lead deep into the decoder.
  static let seeds: [(type: UInt8, start: [UInt8])] = [
    (1, []), (2, []), (5, []), (64, []), (69, []), (79, []), (81, []), (97, [0]), (155, [0]), (173, [1, 6]), (183, []),
    (26, []), (26, [0, 0, 0, 9]), (26, [0, 0, 1, 0xad]), (26, [0, 0, 0x1f, 0xe4, 0]), (26, [0, 0, 0x60, 0xb5, 1]),
    (26, [0, 0, 0x60, 0xb5, 53]), (26, [0, 0, 0xfd, 0xe8]), (241, [5]), (241, [26]), (245, [77]), (245, [26]),
    (246, []),
  ]

  private static func attributes(_ random: inout SeededGenerator) -> [UInt8] {
    var out: [UInt8] = []
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      guard let seed = seeds.randomElement(using: &random) else { continue }
      var value = seed.start
      for _ in 0..<Int.random(in: 0...20, using: &random) {
        // Small numbers are lengths, tags and types.
        value.append(UInt8.random(in: 0...(Bool.random(using: &random) ? 12 : 255), using: &random))
      }
      out += [seed.type, UInt8(2 + value.count)] + value
    }
    return out
  }

  @Test func whatIsReadCanBeWrittenAndReadsTheSame() throws {
    let dictionary = try TestDictionary.make()
    var compared = 0
    for seed in 0..<5_000 {
      var random = SeededGenerator(seed: UInt64(seed))
      let wire = Self.attributes(&random)
      let pairs = dictionary.decodePairs(wire)
      #expect(dictionary.describe(pairs, showsSecrets: true).count == pairs.count)
      // Empty values are not written, and so may let their neighbours join; hidden ones have lengths of their own.
      guard pairs.allSatisfy({ $0.value.octets?.isEmpty != true && $0.definition.length == nil }) else { continue }
      let written = try dictionary.encode(pairs) { (_, plain) throws(ValueError) in plain }
      #expect(dictionary.decodePairs(written) == pairs, "seed \(seed): \(hexadecimal(wire))")
      compared += 1
    }
    #expect(compared > 1_000)
  }

  /// Lengths that lead out of the octets end the reading.
  @Test func octetsThatAreNoAttributes() throws {
    let dictionary = try TestDictionary.make()
    for seed in 0..<5_000 {
      var random = SeededGenerator(seed: UInt64(seed))
      let wire = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      #expect(dictionary.decodePairs(wire).count <= wire.count / 2, "seed \(seed)")
    }
    #expect(dictionary.decodePairs([1]).isEmpty)
    #expect(dictionary.decodePairs([1, 1]).isEmpty)
    #expect(dictionary.decodePairs([1, 3, 0x61, 1, 9, 0]).count == 1)
  }

  /// Text at random is read or refused, never more.
  @Test func textThatIsNoPair() throws {
    let dictionary = try TestDictionary.make()
    let parts = [
      "User-Name", "Tunnel-Type", "NAS-Port", "Attr-", "26.9", ":", "1", "=", ":=", "+=", "!*", " ", "\"", "'", "\\",
      "`", ",", "#", "\n", "0x", "é", "ff", ".",
    ]
    var refused = 0
    for seed in 0..<5_000 {
      var random = SeededGenerator(seed: UInt64(seed))
      let text = (0..<Int.random(in: 1...9, using: &random)).compactMap { _ in parts.randomElement(using: &random) }
        .joined()
      do throws(PairSyntaxError) {
        let pairs = try dictionary.parsePairs(text)
        #expect(try dictionary.parsePairs(text) == pairs)
      } catch {
        #expect((1...(text.count + 1)).contains(error.column), "seed \(seed)")
        refused += 1
      }
    }
    #expect(refused > 2_500)
  }
}
