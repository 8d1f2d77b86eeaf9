import Console
import Testing
import Timebase

@Suite struct TextTests {
  @Test(
    arguments: [
      (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1234, "1.2 kB"), (9949, "9.9 kB"), (9950, "10 kB"),
      (999_499, "999 kB"), (999_500, "1.0 MB"), (34_000_000, "34 MB"), (5_000_000_000, "5.0 GB"),
    ] as [(UInt64, String)])
  func octets(_ count: UInt64, _ text: String) { #expect(Quantity.octets(count) == text) }

  @Test(
    arguments: [
      (0, "0 s"), (300, "0.3 s"), (42_000, "42 s"), (60_000, "1 min"), (185_000, "3 min 5 s"), (3_600_000, "1 h"),
      (86_400_000 + 7_200_000, "1 d 2 h"), (-5000, "5 s"),
    ] as [(Int64, String)])
  func spans(_ milliseconds: Int64, _ text: String) { #expect(Quantity.span(milliseconds: milliseconds) == text) }

  @Test func distances() {
    #expect(Quantity.distance(from: Story.time(0), to: Story.time(42)) == "in 42 s")
    #expect(Quantity.distance(from: Story.time(0), to: Story.time(-61)) == "1 min 1 s ago")
    #expect(Quantity.distance(from: Story.time(0), to: Story.time(0)) == "now")
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "-12,345")])
  func grouping(_ number: Int, _ text: String) { #expect(Quantity.grouped(number) == text) }

  @Test func whatWouldMoveTheCursorIsEscaped() {
    #expect(TextTable.printable("a\u{1b}[2Jb\nc") == "a\\u{1b}[2Jb\\u{a}c")
    #expect(TextTable.printable("évé\u{202e}x") == "évé\\u{202e}x")
  }

  @Test(arguments: [
    (["a", "b"], "a,b\n"), (["a,b", "say \"x\""], "\"a,b\",\"say \"\"x\"\"\"\n"), (["=1+2", "-5"], "'=1+2,-5\n"),
    (["a\nb", ""], "\"a\nb\",\n"),
  ])
  func csvFields(_ fields: [String], _ line: String) { #expect(CSVText.line(fields) == line) }

  @Test func jsonEscapes() throws {
    #expect(try JSONValue(encoding: ["a\"\\\u{01}\n"]).compactText == #"["a\"\\\u0001\n"]"#)
    #expect(try JSONValue(encoding: [String: Int]()).text() == "{}")
    #expect(try JSONValue(encoding: ["b": 1, "a": 2]).compactText == #"{"a":2,"b":1}"#)
  }
}
