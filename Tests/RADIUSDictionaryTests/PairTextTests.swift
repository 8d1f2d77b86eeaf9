import RADIUSDictionary
import Testing

/// Lists of pairs as text: users files, the client's input.
@Suite struct PairTextTests {
  let dictionary: AttributeDictionary

  init() throws { dictionary = try TestDictionary.make() }

  /// The text, and the pairs as they print; the expectations are what radclient 3.2.1 prints.
  @Test(arguments: [
    (#"User-Name = "bob""#, [#"User-Name = "bob""#]),
    ("User-Name = bob", [#"User-Name = "bob""#]),
    (#"User-Name="bob",NAS-Port=1"#, [#"User-Name = "bob""#, "NAS-Port = 1"]),
    ("User-Name = bob, NAS-Port = 1,", [#"User-Name = "bob""#, "NAS-Port = 1"]),
    ("\n# all of it\nUser-Name = bob # a comment\n\nNAS-Port = 1#x\n", [#"User-Name = "bob""#, "NAS-Port = 1"]),
    ("user-name = bob\r\nnas-port = 1\r\n", [#"User-Name = "bob""#, "NAS-Port = 1"]),
    (#"Cisco-AVPair += "x""#, [#"Cisco-AVPair += "x""#]),
    (#"Tunnel-Password:1 := "y""#, [#"Tunnel-Password:1 := "y""#]),
    ("Tunnel-Type:1 = VLAN", ["Tunnel-Type:1 = VLAN"]),
    ("Tunnel-Type:0 = VLAN", ["Tunnel-Type:0 = VLAN"]),
    ("Tunnel-Type = VLAN", ["Tunnel-Type = VLAN"]),
    (#"Tunnel-Private-Group-Id:3 = "100""#, [#"Tunnel-Private-Group-Id:3 = "100""#]),
    (#"User-Name = "a\"b\\c\nd\te\001é""#, [#"User-Name = "a\"b\\c\nd\te\001é""#]),
    (#"User-Name = 'a"b'"#, [#"User-Name = "a\"b""#]),
    (#"User-Name = 'a\nb\'c\\d'"#, [#"User-Name = "a\nb'c\\d""#]),
    (#"User-Name = "a'b""#, [#"User-Name = "a'b""#]),
    (#"User-Name = "a\.b\x41\'c\q""#, [#"User-Name = "a\\.b\\x41\\'c\\q""#]),
    (#"User-Name = "a\12b\0""#, [#"User-Name = "a\\12b\\0""#]),
    (##"User-Name = "a#b, c""##, [##"User-Name = "a#b, c""##]),
    (#"User-Name = """#, [#"User-Name = """#]),
    (#"User-Name = a"b""#, [#"User-Name = "a\"b\"""#]),
    (#"NAS-Port = "7""#, ["NAS-Port = 7"]),
    (#"Service-Type = "Framed-User""#, ["Service-Type = Framed-User"]),
    (#"Class = "abc""#, ["Class = 0x616263"]),
    ("Class = 0x0102", ["Class = 0x0102"]),
    ("Attr-26.9.1 = 0x6162", [#"Cisco-AVPair = "ab""#]),
    ("Attr-1 = 0x0102", [#"User-Name = "\001\002""#]),
    ("Attr-26.9.250 = 0x6162", ["Attr-26.9.250 = 0x6162"]),
    ("Attr-241.1 = 0x00000007", ["Frag-Status = 7"]),
    ("Cisco-Old-Name = 5", [#"Cisco-NAS-Port = "5""#]),
    ("Attr-5 = 0x0102", ["Attr-5 = 0x0102"]),
    ("Attr-26.24757.1 = 0x0103", ["Attr-26.24757.1 = 0x0103"]),
    ("NAS-Port >= 10, NAS-Port < 20", ["NAS-Port >= 10", "NAS-Port < 20"]),
    (
      #"NAS-Port == 1, NAS-Port != 2, NAS-Port > 3, NAS-Port <= 4"#,
      ["NAS-Port == 1", "NAS-Port != 2", "NAS-Port > 3", "NAS-Port <= 4"]
    ),
    ("", []), (" \n # nothing\n", []),
  ])
  func reads(text: String, printed: [String]) throws {
    #expect(try dictionary.parsePairs(text).map { dictionary.format($0) } == printed)
  }

  @Test(arguments: PairOperator.allCases)
  func operators(operation: PairOperator) throws {
    for text in ["NAS-Port \(operation.rawValue) 5", "NAS-Port\(operation.rawValue)5"] {
      let pair = try #require(try dictionary.parsePairs(text).first)
      #expect(pair.operation == operation)
      switch operation {
      case .matches, .doesNotMatch: #expect(pair.value == .text("5"))
      case .exists, .doesNotExist: #expect(pair.value == .text(""))
      default: #expect(pair.value == .integer(5))
      }
    }
    #expect(operation.isComparison == ![.set, .add, .append].contains(operation))
  }

  @Test func expressionsAreNoValues() throws {
    let pairs = try dictionary.parsePairs(#"NAS-Port =~ "^1\.5$", NAS-IP-Address =* ANY, Service-Type !* ANY"#)
    #expect(pairs.map(\.value) == [.text(#"^1\.5$"#), .text(""), .text("")])
  }

  @Test func quotedOctetsMayBeNoUTF8() throws {
    let pairs = try dictionary.parsePairs(#"User-Name = "\377\376", Class = "\377a""#)
    #expect(pairs.map(\.value.octets) == [[0xff, 0xfe], [0xff, 0x61]])
  }

  @Test(arguments: [
    ("User-Name = bob", 1, false), ("User-Name = bob,", 1, true), ("User-Name = bob, # more", 1, true),
    ("User-Name = bob # ,", 1, false), ("", 0, false), ("\tNAS-Port = 1 , Class = x ,  ", 2, true),
  ])
  func linesOfAUsersFile(text: String, count: Int, endsWithComma: Bool) throws {
    let line = try dictionary.parseLine(text)
    #expect(line.pairs.count == count)
    #expect(line.endsWithComma == endsWithComma)
  }

  @Test(arguments: [
    ("NoSuch = 1", 1, "no dictionary defines an attribute NoSuch", "Attr-26.9.1"),
    ("User-Name = bob\nNoSuch = 1", 17, "defines an attribute NoSuch", "correct the name"),
    ("User-Name", 10, "no operator", ":= "),
    ("User-Name bob", 11, "no operator", ":= "),
    ("User-Name ~ bob", 11, "no operator", ":= "),
    ("User-Name -= bob", 11, "no operator", ":= "),
    ("User-Name =", 12, "no value", "empty text"),
    ("User-Name = , NAS-Port = 1", 13, "no value", "empty text"),
    ("User-Name = # x", 16, "no value", "empty text"),
    ("= bob", 1, "no attribute name", "Name = value"),
    (",User-Name = bob", 1, "no attribute name", "Name = value"),
    ("User-Name = bob,,", 17, "no attribute name", "Name = value"),
    ("User-Name = `ls`", 13, "backquotes", "double quotes"),
    (#"User-Name = "bob"#, 13, "not closed", "close it"),
    ("User-Name = 'bob\nx'", 13, "not closed", "close it"),
    (#"User-Name = "a""b""#, 16, "something follows", "comma"),
    ("NAS-Port = 1 2", 14, "something follows", "comma"),
    ("User-Name = bob NAS-Port = 1", 17, "something follows", "comma"),
    ("Tunnel-Type:32 = VLAN", 12, "no tag", "0 to 31"),
    ("Tunnel-Type: = VLAN", 12, "no tag", "0 to 31"),
    ("Tunnel-Type:x = VLAN", 12, "no tag", "0 to 31"),
    ("User-Name:1 = bob", 1, "takes no tag", "without a colon"),
    ("NAS-Port = -1", 12, "is no value of NAS-Port", "0 to 4294967295"),
    ("Service-Type = Nonsense", 16, "is no value of Service-Type", "a name"),
    (#"Attr-26.9.250 = "abc""#, 17, "takes octets", "0x"),
    (#"Attr-26.9.1 = "abc""#, 15, "takes octets", "0x"),
    ("Class = 0x123", 9, "is no value of Class", "even number"),
  ])
  func refuses(text: String, column: Int, message: String, remedy: String) throws {
    let error = #expect(throws: PairSyntaxError.self) { try self.dictionary.parsePairs(text) }
    let found = try #require(error)
    #expect(found.column == column, "\(found)")
    #expect(found.message.contains(message), "\(found)")
    #expect(found.remedy.contains(remedy), "\(found)")
  }
}
