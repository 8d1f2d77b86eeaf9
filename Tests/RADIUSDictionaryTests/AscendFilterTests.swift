import RADIUSDictionary
import Testing

/// Filters of type `abinary`: words, octets and words again. The octets are those that radclient 3.2.1 sends.
@Suite struct AscendFilterTests {
  let dictionary: AttributeDictionary
  let filter: AttributeDefinition

  init() throws {
    dictionary = try TestDictionary.make()
    filter = try #require(dictionary.attribute(named: "T-Abinary"))
  }

  /// What is written, what goes on the wire (zeros follow to 32 octets), what prints.
  static let words: [(text: String, wire: String, printed: String)] = [
    ("ip in forward", "010101", "ip in forward 0"),
    ("IP Out DROP", "01", "ip out drop 0"),
    ("ip in forward 0", "010101", "ip in forward 0"),
    (" ip  in\tforward   tcp ", "010101 00 00000000 00000000 0000 06", "ip in forward tcp"),
    ("ip in drop tcp dstport > 1023", "010001 00 00000000 00000000 0000 06 00 0000 03ff 00 03", ""),
    (
      "ip in forward dstip 10.0.0.0/8 srcport > 1023 tcp", "010101 00 00000000 0a000000 0008 06 00 03ff 0000 03 00",
      "ip in forward dstip 10.0.0.0/8 tcp srcport > 1023"
    ),
    (
      "ip in forward dstport = 5 srcport = 6 est udp srcip 1.2.3.4/32",
      "010101 00 01020304 00000000 2000 11 01 0006 0005 02 02",
      "ip in forward srcip 1.2.3.4/32 udp srcport = 6 dstport = 5 est"
    ),
    (
      "ip in forward srcip 1.2.3.4/5 dstip 10.11.12.13/32 tcp srcport = 5 dstport = 1234",
      "010101 00 01020304 0a0b0c0d 0520 06 00 0005 04d2 02 02", ""
    ),
    ("ip in forward est", "010101 00 00000000 00000000 0000 00 01", "ip in forward 0 est"),
    ("ip in forward icmp", "010101 00 00000000 00000000 0000 01", ""),
    ("ip in forward 89", "010101 00 00000000 00000000 0000 59", "ip in forward ospf"),
    ("ip in forward udp dstport != 53", "010101 00 00000000 00000000 0000 11 00 0000 0035 00 04", ""),
    (
      "ip in forward udp dstport < domain", "010101 00 00000000 00000000 0000 11 00 0000 0035 00 01",
      "ip in forward udp dstport < 53"
    ),
    ("ip in forward tcp srcport = 0", "010101 00 00000000 00000000 0000 06 00 0000 0000 02 00", ""),
    ("ip in forward tcp srcport = 65535", "010101 00 00000000 00000000 0000 06 00 ffff 0000 02 00", ""),
    ("ip in forward srcip 10.0.0.1", "010101 00 0a000001 00000000 08", "ip in forward srcip 10.0.0.1/8 0"),
    ("ip in forward srcip 172.16.0.1", "010101 00 ac100001 00000000 10", "ip in forward srcip 172.16.0.1/16 0"),
    ("ip in forward srcip 192.168.0.1", "010101 00 c0a80001 00000000 18", "ip in forward srcip 192.168.0.1/24 0"),
    ("ip in forward srcip 224.0.0.1", "010101 00 e0000001 00000000 20", "ip in forward srcip 224.0.0.1/32 0"),
    ("ip in forward srcip 0.0.0.0/0", "010101", "ip in forward 0"),
    ("ipx in forward", "020101", ""),
    (
      "ipx in forward srcipxnet 0x01020304 srcipxnode 0x0000a0b0c0d0", "020101 00 01020304 0000a0b0c0d0",
      "ipx in forward srcipxnet 0x1020304 srcipxnode 0x0000a0b0c0d0"
    ),
    (
      "ipx out drop srcipxnet 1 srcipxnode 0x000000000002 srcipxsock = 51",
      "020000 00 00000001 000000000002 0051 00000000 000000000000 0000 02 00",
      "ipx out drop srcipxnet 0x0001 srcipxnode 0x000000000002 srcipxsock = 0x0051"
    ),
    (
      "ipx in forward dstipxnet 0x01020304 dstipxnode 0x0000a0b0c0d0 dstipxsock != 0x0451",
      "020101 00 00000000 000000000000 0000 01020304 0000a0b0c0d0 0451 00 04",
      "ipx in forward dstipxnet 0x1020304 dstipxnode 0x0000a0b0c0d0 dstipxsock != 0x0451"
    ),
  ]

  /// These radclient 3.2.1 sends too, and breaks off while it prints them.
  static let genericWords: [(text: String, wire: String, printed: String)] = [
    (
      "generic in drop 12 ffffffffffff 0123456789ab", "000001 00 000c 0006 0000 ffffffffffff 0123456789ab",
      "generic in drop 12 ffffffffffff 0123456789ab =="
    ),
    (
      "generic out forward 65535 FFFFFFFFFFFF 0123456789AB more !=",
      "000100 00 ffff 0006 0001 ffffffffffff 0123456789ab 01",
      "generic out forward 65535 ffffffffffff 0123456789ab != more"
    ),
    ("generic in drop 0 ffffffffffff 008000800080 == more", "000001 00 0000 0006 0001 ffffffffffff 008000800080", ""),
  ]

  /// As words radclient 3.2.1 refuses these; from octets it prints them.
  static let printedOnly: [(text: String, wire: String, printed: String)] = [
    (
      "ipx in forward srcipxnet 0x01020304 srcipxnode 0x010203040506 srcipxsock < 0x0451 "
        + "dstipxnet 0x1020305 dstipxnode 0x010203040507 dstipxsock > 0x0452",
      "020101 00 01020304 010203040506 0451 01020305 010203040507 0452 01 03",
      "ipx in forward srcipxnet 0x1020304 srcipxnode 0x010203040506 srcipxsock < 0x0451 "
        + "dstipxnet 0x1020305 dstipxnode 0x010203040507 dstipxsock > 0x0452"
    )
  ]

  /// These radclient 3.2.1 refuses, though its own format has them.
  static let ours: [(text: String, wire: String, printed: String)] = [
    ("generic in drop 12 ffff 0800 !=", "000001 00 000c 0002 0000 ffff00000000 080000000000 01", ""),
    ("generic in drop 23 ff 11 == more", "000001 00 0017 0001 0001 ff0000000000 110000000000 00", ""),
    ("ip in forward 47", "010101 00 00000000 00000000 0000 2f", ""),
    (
      "ipx in drop dstipxnet 0x0001 dstipxnode 0x000000000002 srcipxnet 0x0000 srcipxnode 0x000000000003",
      "020001 00 00000000 000000000003 0000 00000001 000000000002",
      "ipx in drop srcipxnet 0x0000 srcipxnode 0x000000000003 dstipxnet 0x0001 dstipxnode 0x000000000002"
    ),
  ]

  @Test(arguments: words + genericWords + printedOnly + ours)
  func readsEncodesAndPrints(text: String, wire: String, printed: String) throws {
    let value = try dictionary.parse(text, as: filter)
    let encoded = try dictionary.encode(value, of: filter)
    #expect(hexadecimal(encoded) == hexadecimal(AscendFilterTests.padded(wire)))
    let words = dictionary.format(value, of: filter)
    #expect(words == "\"\(printed.isEmpty ? text : printed)\"")
    #expect(dictionary.decode(encoded, of: filter) == value)
    // What printed reads as the same.
    let pair = try #require(try dictionary.parsePairs("T-Abinary = \(words)").first)
    #expect(pair.value == value)
    // So do its octets.
    let octets = "0x" + hexadecimal(encoded)
    #expect(try dictionary.parse(octets, as: filter) == value)
  }

  @Test(arguments: [
    ("", "ip, ipx or generic"), ("ip", "in or out"), ("ip in", "forward or drop"), ("ip forward in", "in or out"),
    ("tcp in forward", "ip, ipx or generic"), ("ip in accept", "forward or drop"), ("0x010", "even number"),
    ("0xzz", "even number"), ("ip in forward tcp udp", "one protocol once"),
    ("ip in forward tcp 6", "one protocol once"), ("ip in forward est est", "est once"),
    ("ip in forward srcport = 5 srcport = 6", "srcport once"), ("ip in forward nonsense", "number of a protocol"),
    ("ip in forward 256", "number of a protocol"), ("ip in forward -1", "number of a protocol"),
    ("ip in forward srcip", "10.0.0.0/8"), ("ip in forward srcip host.example", "10.0.0.0/8"),
    ("ip in forward srcip 10.0.0/8", "10.0.0.0/8"), ("ip in forward srcip 10.0.0.1/33", "1 to 32"),
    ("ip in forward srcip 10.0.0.1/", "1 to 32"), ("ip in forward dstip 10.0.0.1/+8", "1 to 32"),
    ("ip in forward dstip 10.0.0.1/0", "no srcip or dstip for all"), ("ip in forward dstip 1.2.3.4/5/6", "10.0.0.0/8"),
    ("ip in forward tcp srcport", "<, =, > or !="), ("ip in forward tcp srcport 23", "<, =, > or !="),
    ("ip in forward tcp srcport=23", "number of a protocol"), ("ip in forward tcp srcport =", "0 to 65535"),
    ("ip in forward tcp srcport = 65536", "0 to 65535"), ("ip in forward tcp srcport = 0x10", "0 to 65535"),
    ("ip in forward tcp srcport = nosuch", "0 to 65535"), ("ip in forward tcp srcport >= 5", "<, =, > or !="),
    ("generic in drop", "offset, mask and value"), ("generic in drop 65536 ff 00", "offset, mask and value"),
    ("generic in drop -1 ff 00", "offset, mask and value"), ("generic in drop 0 ff", "offset, mask and value"),
    ("generic in drop 0 fff fff", "offset, mask and value"), ("generic in drop 0 gg 00", "offset, mask and value"),
    ("generic in drop 0 ffff 00", "same number of octets"),
    ("generic in drop 0 ffffffffffffff 00112233445566", "1 to 6"),
    ("generic in drop 0 ff 00 == !=", "== or !="), ("generic in drop 0 ff 00 more more", "more or not"),
    ("generic in drop 0 ff 00 foo", "== or !="), ("ipx in forward foo", "srcipxnet and dstipxnet"),
    ("ipx in forward srcipxnode 0x000000000001", "srcipxnet and dstipxnet"),
    ("ipx in forward srcipxnet 0x01020304", "srcipxnode 0x0000a0b0c0d0"),
    ("ipx in forward srcipxnet 0x010203040 srcipxnode 0x000000000001", "srcipxnet 0x01020304"),
    ("ipx in forward srcipxnet 0x+1 srcipxnode 0x000000000001", "srcipxnet 0x01020304"),
    ("ipx in forward srcipxnet 1 srcipxnode 0x1", "srcipxnode 0x0000a0b0c0d0"),
    ("ipx in forward srcipxnet 1 srcipxnode 0x000000000001 srcipxsock 451", "<, =, > or !="),
    ("ipx in forward srcipxnet 1 srcipxnode 0x000000000001 srcipxsock = 0x12345", "srcipxsock = 0x0451"),
    ("ipx in forward dstipxnet 1 dstipxnode 0x000000000001 dstipxnet 1 dstipxnode 0x000000000001", "dstipxnet once"),
  ])
  func refusesWithARemedy(text: String, remedy: String) throws {
    let error = #expect(throws: ValueError.self) { try self.dictionary.parse(text, as: self.filter) }
    let found = try #require(error)
    #expect(found.remedy.contains(remedy), "\(found)")
    #expect(found.message.contains("T-Abinary"))
  }

  /// What words do not say, or not exactly, prints as its octets, and reads as the same octets again.
  @Test(arguments: [
    // Too short, too long, a type that is none, all zeros.
    "", "0101", String(repeating: "01", count: 31), String(repeating: "01", count: 33), "03010100" + zeros(28),
    zeros(32),
    // Action, direction and the spare octet.
    "01020100" + zeros(28), "01010200" + zeros(28), "01010101" + zeros(28),
    // A prefix length with no address, an address with none, one over 32.
    "01010100" + "0000000000000000" + "0800" + zeros(18), "01010100" + "0a00000000000000" + "0000" + zeros(18),
    "01010100" + "0a00000000000000" + "2100" + zeros(18),
    // Established 2, a port that is compared with nothing, a comparison that is none, something in the padding.
    "01010100" + zeros(8) + "000006" + "02" + zeros(16), "01010100" + zeros(8) + "00000600" + "0005" + zeros(14),
    "01010100" + zeros(8) + "00000600" + "00050000" + "05" + zeros(11), "01010100" + zeros(27) + "01",
    // A generic filter of 7 octets, "more" 2, "differs" 2, octets past its length.
    "00000100" + "000c00070000" + zeros(22), "00000100" + "000c00010002" + zeros(22),
    "00000100" + "000c00010000" + zeros(12) + "02" + zeros(9), "00000100" + "000c00010000" + "ffff" + zeros(20),
    // An IPX socket that is compared with nothing, and a comparison that is none.
    "02010100" + "010203040000a0b0c0d00451" + zeros(16), "02010100" + zeros(24) + "0500" + zeros(2),
  ])
  func printsWhatItCannotSayAsOctets(wire: String) throws {
    let value = dictionary.decode(octets(wire), of: filter)
    #expect(value == .octets(octets(wire)))
    let text = dictionary.format(value, of: filter)
    #expect(text == "0x" + wire)
    #expect(try dictionary.parse(text, as: filter) == value)
  }

  /// Whatever octets come, what prints reads as those octets.
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func printingLosesNothing(seed: UInt64) throws {
    var state = seed
    func draw(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    var inWords = 0
    for _ in 0..<2000 {
      // Mostly a filter, of which a few octets are then changed to small numbers or any.
      let base = (AscendFilterTests.words + AscendFilterTests.ours)[
        Int(draw(UInt64(AscendFilterTests.words.count + AscendFilterTests.ours.count)))]
      var octets = AscendFilterTests.padded(base.wire)
      for _ in 0..<draw(4) { octets[Int(draw(32))] = UInt8(draw(2) == 0 ? draw(5) : draw(256)) }
      let text = dictionary.format(.octets(octets), of: filter)
      let pair = try #require(try dictionary.parsePairs("T-Abinary = \(text)").first)
      #expect(pair.value == .octets(octets), "seed \(seed): \(text)")
      inWords += text.hasPrefix("\"") ? 1 : 0
    }
    #expect(inWords > 400, "seed \(seed)")
  }

  static func padded(_ wire: String) -> [UInt8] {
    let octets = octets(wire)
    return octets + Array(repeating: 0, count: 32 - octets.count)
  }
}

private func zeros(_ count: Int) -> String { String(repeating: "00", count: count) }

/// The same filters through the real radclient.
@Suite(.enabled(if: FreeRADIUSFiles.hasRadclient, "freeradius-common or freeradius-utils is not installed"))
struct AscendFilterRadclientTests {
  @Test func radclientPrintsAndSendsTheSame() throws {
    let lines = AscendFilterTests.words.map { "Ascend-Data-Filter += \"\($0.text)\"" }
    try compare(lines.joined(separator: "\n"), printing: true)
  }

  /// radclient 3.2.1 breaks off while it prints a generic filter, so only its octets are compared.
  @Test func radclientSendsTheSameGenericFilters() throws {
    let lines = AscendFilterTests.genericWords.map { "Ascend-Call-Filter += \"\($0.text)\"" }
    try compare(lines.joined(separator: "\n"), printing: false)
  }

  @Test func radclientPrintsTheSameOfOctets() throws {
    let lines = (AscendFilterTests.words + AscendFilterTests.printedOnly).map {
      "Lucent-Data-Filter += 0x\(hexadecimal(AscendFilterTests.padded($0.wire)))"
    }
    try compare(lines.joined(separator: "\n"), printing: true)
  }

  private func compare(_ text: String, printing: Bool) throws {
    let dictionary = try FreeRADIUSFiles.loaded.get()
    let pairs = try dictionary.parsePairs(text)
    let radclient = try Radclient.send(text)
    #expect(hexadecimal(try dictionary.encode(pairs)) == hexadecimal(radclient.attributes))
    if printing { #expect(pairs.map { dictionary.format($0) } == radclient.printed) }
    #expect(dictionary.decodePairs(radclient.attributes).map(\.value) == pairs.map(\.value))
  }
}
