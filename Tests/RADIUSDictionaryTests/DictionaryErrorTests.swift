import RADIUSDictionary
import Testing

/// Faults of dictionary files: the line, what is wrong, what would be right.
@Suite struct DictionaryErrorTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int
    let message: String
    let remedy: String

    var testDescription: String { text }
  }

  static let faults: [Fault] = [
    Fault(text: "ATTRIBUT A 1 string", line: 1, message: "unknown keyword ATTRIBUT", remedy: "ATTRIBUTE, VALUE"),
    Fault(text: "ATTRIBUTE A 1", line: 1, message: "ATTRIBUTE with 2 words", remedy: "NAME NUMBER TYPE"),
    Fault(text: "\n\nATTRIBUTE A 1 strin", line: 3, message: "unknown type strin", remedy: "string, octets"),
    Fault(text: "ATTRIBUTE A 1 octets[0]", line: 1, message: "octets[0]", remedy: "1 to 253"),
    Fault(text: "ATTRIBUTE A 1 octets[254]", line: 1, message: "octets[254]", remedy: "1 to 253"),
    Fault(text: "ATTRIBUTE A 1 octets[x]", line: 1, message: "octets[x]", remedy: "octets[N]"),
    Fault(text: "ATTRIBUTE A 1 string hastag", line: 1, message: "unknown flag hastag", remedy: "has_tag"),
    Fault(text: "ATTRIBUTE A 1 string encrypt=4", line: 1, message: "unknown flag encrypt=4", remedy: "encrypt=3"),
    Fault(text: "ATTRIBUTE A 1 ipaddr has_tag", line: 1, message: "has_tag with type ipaddr", remedy: "string"),
    Fault(text: "ATTRIBUTE A 1 date encrypt=1", line: 1, message: "encrypt with type date", remedy: "string"),
    Fault(text: "ATTRIBUTE A 1 byte concat", line: 1, message: "concat with type byte", remedy: "octets"),
    Fault(text: "ATTRIBUTE A 1 octets concat,has_tag", line: 1, message: "concat together with", remedy: "one of them"),
    Fault(text: "ATTRIBUTE A 1 tlv array", line: 1, message: "array with type tlv", remedy: "plain values"),
    Fault(text: "ATTRIBUTE A one string", line: 1, message: "one is no attribute number", remedy: "write a number"),
    Fault(text: "ATTRIBUTE A -1 string", line: 1, message: "-1 is no attribute number", remedy: "write a number"),
    Fault(text: "ATTRIBUTE A 0 string", line: 1, message: "number 0 is out of range", remedy: "1 to 16777215"),
    Fault(
      text: "ATTRIBUTE A 16777216 string", line: 1, message: "number 16777216 is out of range", remedy: "1 to 16777215"),
    Fault(text: "ATTRIBUTE A 0x string", line: 1, message: "0x is no attribute number", remedy: "write a number"),
    Fault(text: "ATTRIBUTE A=B 1 string", line: 1, message: "A=B is no name", remedy: "letters, digits"),
    Fault(
      text: "ATTRIBUTE \(String(repeating: "A", count: 129)) 1 string", line: 1, message: "a name of 129 octets",
      remedy: "at most 128"),
    Fault(
      text: "ATTRIBUTE A 1 string\nATTRIBUTE a 2 string", line: 2, message: "a is attribute 1 already, and gets 2",
      remedy: "a name of its own"),
    Fault(text: "ATTRIBUTE A 173.1 byte", line: 1, message: "defines its parent, 173", remedy: "type tlv before"),
    Fault(
      text: "ATTRIBUTE P 173 string\nATTRIBUTE A 173.1 byte", line: 2, message: "parent P (173) is of type string",
      remedy: "must be tlv"),
    Fault(
      text: "ATTRIBUTE P 173 tlv\nATTRIBUTE A 173.256 byte", line: 2, message: "number 256 is out of range",
      remedy: "1 to 255"),
    Fault(text: "ATTRIBUTE A 26.9.1 byte", line: 1, message: "defines vendor 9", remedy: "VENDOR NAME 9"),
    Fault(
      text: "VENDOR V 9\nBEGIN-VENDOR V\nATTRIBUTE A 256 byte\nEND-VENDOR V", line: 3,
      message: "number 256 is out of range", remedy: "0 to 255"),
    Fault(
      text: "VENDOR V 9 format=2,2\nBEGIN-VENDOR V\nATTRIBUTE A 65536 byte\nEND-VENDOR V", line: 3,
      message: "number 65536 is out of range", remedy: "0 to 65535"),
    Fault(
      text: "ATTRIBUTE T 1 tlv\n"
        + (2...12).map { "ATTRIBUTE T\($0) \(repeatElement("1", count: $0).joined(separator: ".")) tlv" }.joined(
          separator: "\n")
        + "\nATTRIBUTE U 1.1.1.1.1.1.1.1.1.1.1.1.1 tlv", line: 13, message: "lies 13 deep", remedy: "at most 12"),

    Fault(text: "VALUE A One 1", line: 1, message: "a VALUE of A, which no ATTRIBUTE", remedy: "define the attribute"),
    Fault(
      text: "VALUE B One 1\nVALUE A One 1\nVALUE C One 1\nATTRIBUTE B 1 byte", line: 2, message: "a VALUE of A",
      remedy: "correct its name"),
    Fault(text: "VALUE A Big 256\nATTRIBUTE A 1 byte", line: 1, message: "out of range", remedy: "0 to 255"),
    Fault(text: "VALUE A One", line: 1, message: "VALUE with 2 words", remedy: "ATTRIBUTE NAME NUMBER"),
    Fault(
      text: "ATTRIBUTE A 1 string\nVALUE A One 1", line: 2, message: "whose type is string", remedy: "with numbers"),
    Fault(text: "ATTRIBUTE A 1 byte\nVALUE A Big 256", line: 2, message: "256 is out of range", remedy: "0 to 255"),
    Fault(
      text: "ATTRIBUTE A 1 short\nVALUE A B 65536", line: 2, message: "65536 is out of range", remedy: "0 to 65535"),
    Fault(
      text: "ATTRIBUTE A 1 integer\nVALUE A B 4294967296", line: 2, message: "out of range", remedy: "0 to 4294967295"),
    Fault(text: "ATTRIBUTE A 1 integer\nVALUE A B -1", line: 2, message: "-1 is no number", remedy: "decimal"),
    Fault(text: "VALUE A B x\nATTRIBUTE A 1 integer", line: 1, message: "x is no number", remedy: "decimal"),
    Fault(
      text: "ATTRIBUTE A 1 byte\nVALUE A One 1\nVALUE A one 2", line: 3, message: "one stands for 1 in A already",
      remedy: "name of its own"),

    Fault(text: "VENDOR V", line: 1, message: "VENDOR with 1 words", remedy: "VENDOR NAME NUMBER"),
    Fault(text: "VENDOR V x", line: 1, message: "x is no vendor number", remedy: "1 to 4294967295"),
    Fault(text: "VENDOR V 4294967296", line: 1, message: "is no vendor number", remedy: "1 to 4294967295"),
    Fault(text: "VENDOR V 1 format=3,1", line: 1, message: "format=3,1 is no format", remedy: "1, 2 or 4"),
    Fault(text: "VENDOR V 1 format=1,3", line: 1, message: "format=1,3 is no format", remedy: "0, 1 or 2"),
    Fault(text: "VENDOR V 1 format=2,2,c", line: 1, message: "format=2,2,c is no format", remedy: "format=1,1,c"),
    Fault(text: "VENDOR V 1 frmat=1,1", line: 1, message: "frmat=1,1 is no format", remedy: "format=t,l"),
    Fault(text: "VENDOR V 1\nVENDOR v 2", line: 2, message: "has number 1 already, and gets 2", remedy: "one number"),
    Fault(text: "BEGIN-VENDOR V", line: 1, message: "no VENDOR line defines V", remedy: "VENDOR V NUMBER"),
    Fault(text: "VENDOR V 1\nBEGIN-VENDOR V", line: 2, message: "BEGIN-VENDOR V has no end", remedy: "END-VENDOR V"),
    Fault(text: "END-VENDOR V", line: 1, message: "without its BEGIN-VENDOR", remedy: "BEGIN-VENDOR V"),
    Fault(
      text: "VENDOR V 1\nBEGIN-VENDOR V\nEND-VENDOR W", line: 3, message: "BEGIN-VENDOR V is open since line 2",
      remedy: "END-VENDOR V"),
    Fault(
      text: "VENDOR V 1\nBEGIN-VENDOR V\nBEGIN-VENDOR V", line: 3, message: "inside that of V, line 2",
      remedy: "END-VENDOR V first"),
    Fault(
      text: "VENDOR V 1\nBEGIN-VENDOR V parent=P", line: 2, message: "defines P", remedy: "type evs"),
    Fault(
      text: "VENDOR V 1\nATTRIBUTE P 241 extended\nBEGIN-VENDOR V parent=P", line: 3, message: "holds no vendors",
      remedy: "type evs"),
    Fault(text: "VENDOR V 1\nBEGIN-VENDOR V child=P", line: 2, message: "child=P says nothing", remedy: "parent="),
    Fault(text: "BEGIN-TLV A", line: 1, message: "defines A", remedy: "type tlv"),
    Fault(text: "ATTRIBUTE A 1 byte\nBEGIN-TLV A", line: 2, message: "A is of type byte, not tlv", remedy: "type tlv"),
    Fault(text: "ATTRIBUTE A 1 tlv\nBEGIN-TLV A", line: 2, message: "BEGIN-TLV A has no end", remedy: "END-TLV A"),
    Fault(text: "END-TLV A", line: 1, message: "without its BEGIN-TLV", remedy: "BEGIN-TLV A"),
    Fault(
      text: "ATTRIBUTE A 1 tlv\nBEGIN-TLV A\nEND-TLV B", line: 3, message: "BEGIN-TLV A is open", remedy: "END-TLV A"),
    Fault(
      text: "ATTRIBUTE A 1 tlv\nATTRIBUTE B 2 tlv\nBEGIN-TLV A\nBEGIN-TLV B", line: 4,
      message: "no attribute of the block", remedy: "end that block"),
    Fault(
      text: "VENDOR V 1\nBEGIN-VENDOR V\nATTRIBUTE A 1 tlv\nBEGIN-TLV A\nEND-VENDOR V", line: 5,
      message: "BEGIN-TLV A is open since line 4", remedy: "END-TLV A first"),
    Fault(text: "$INCLUDE", line: 1, message: "$INCLUDE names 0 files", remedy: "$INCLUDE FILE"),
    Fault(text: "$INCLUDE no-such-file", line: 1, message: "no file no-such-file", remedy: "$INCLUDE-"),
    Fault(text: "$INCLUDE /", line: 1, message: "not a regular file", remedy: "name a dictionary file"),
  ]

  @Test(arguments: faults)
  func faultsNameLineAndRemedy(_ fault: Fault) throws {
    let error = #expect(throws: DictionaryError.self) { try AttributeDictionary.parse(fault.text, name: "folder-less") }
    let found = try #require(error)
    #expect(found.file == "folder-less")
    #expect(found.line == fault.line)
    #expect(found.message.contains(fault.message), "\(found)")
    #expect(found.remedy.contains(fault.remedy), "\(found)")
    #expect(found.description == "folder-less:\(fault.line): \(found.message); \(found.remedy)")
  }

  @Test func missingTopFile() throws {
    let error = #expect(throws: DictionaryError.self) { try AttributeDictionary.load(path: "no/such/dictionary") }
    #expect(error?.description == "no/such/dictionary: there is no such file; give the path of a dictionary")
  }
}
