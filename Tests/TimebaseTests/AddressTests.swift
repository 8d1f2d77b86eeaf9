import NetworkAddress
import Testing

/// Addresses of both families in and out of text and octets.
@Suite struct AddressTests {
  @Test(
    arguments: [
      ("0.0.0.0", 0), ("255.255.255.255", 0xffff_ffff), ("10.64.0.1", 0x0a40_0001), ("1.2.3.4", 0x0102_0304),
      ("192.0.2.200", 0xc000_02c8),
    ] as [(String, UInt32)])
  func `IPv4 text is read and written`(text: String, value: UInt32) {
    let address = IPv4Address(text)
    #expect(address?.rawValue == value)
    #expect(IPv4Address(rawValue: value).description == text)
    #expect(IPv4Address(octets: IPv4Address(rawValue: value).octets) == address)
    #expect(IPAddress(text) == address.map(IPAddress.v4))
  }

  @Test(arguments: [
    "", ".", "1", "1.2.3", "1.2.3.", ".1.2.3", "1.2.3.4.", "1.2.3.4.5", "1..3.4", "256.1.1.1", "1.2.3.999",
    "1.2.3.1000", "01.2.3.4", "1.2.3.00", "1.2.3.-4", "+1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.0x4", "1.2.3.a",
    "1,2,3,4", "1.2.3.４", "1.2.3.4/32", "localhost",
  ])
  func `text that is no IPv4 address is refused`(text: String) {
    #expect(IPv4Address(text) == nil)
  }

  @Test func `octets of another count are refused`() {
    #expect(IPv4Address(octets: [1, 2, 3]) == nil)
    #expect(IPv4Address(octets: [1, 2, 3, 4, 5]) == nil)
    #expect(IPv4Address(octets: [192, 0, 2, 1])?.description == "192.0.2.1")
    #expect(IPv6Address(octets: [UInt8](repeating: 0, count: 15)) == nil)
    #expect(IPv6Address(octets: [UInt8](repeating: 0, count: 17)) == nil)
  }

  /// What is written (RFC 4291 §2.2), and what is printed (RFC 5952 §4).
  @Test(arguments: [
    ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("0:0:0:0:0:0:0:0", "::"), ("2001:DB8::1", "2001:db8::1"),
    ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
    ("2001:0db8:0000:0000:0000:ff00:0042:8329", "2001:db8::ff00:42:8329"),
    ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
    ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"), ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
    ("::ffff:c000:201", "::ffff:192.0.2.1"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
    ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("fe80::1:0", "fe80::1:0"),
    ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ("0:0:1::", "0:0:1::"),
    ("1:0:0:2:0:0:3:4", "1::2:0:0:3:4"),
  ])
  func `IPv6 text is read, and written in its one short form`(text: String, printed: String) {
    let address = IPv6Address(text)
    #expect(address?.description == printed)
    #expect(IPv6Address(printed) == address)
    #expect(address.flatMap { IPv6Address(octets: $0.octets) } == address)
  }

  @Test(arguments: [
    "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:::2", ":1::", "::1:", "1:2:3:4:5:6:7:",
    ":1:2:3:4:5:6:7", "12345::", "g::", "::-1", "::+1", "::1.2.3", "::1.2.3.4.5", "1.2.3.4::", "::1.2.3.4:5",
    "::256.2.3.4", "fe80::1%eth0", "[::1]", "::1/128", " ::1", "::1 ", "1:2:3:4:5:6:7:1.2.3.4", "1:2:3:4::5:6:7:8",
    "::１", "10.0.0.1",
  ])
  func `text that is no IPv6 address is refused`(text: String) {
    #expect(IPv6Address(text) == nil)
  }

  @Test func `a mapped address is the IPv4 address it carries`() {
    #expect(IPAddress("::ffff:10.0.0.1") == IPAddress("10.0.0.1"))
    #expect(IPAddress("::ffff:10.0.0.1")?.description == "10.0.0.1")
    #expect(IPv6Address("::fffe:10.0.0.1")?.mappedIPv4 == nil)
    #expect(IPv6Address("1::ffff:10.0.0.1")?.mappedIPv4 == nil)
  }

  @Test(arguments: [
    ("127.0.0.1:1812", "127.0.0.1:1812"), ("0.0.0.0:0", "0.0.0.0:0"), ("[::1]:1812", "[::1]:1812"),
    ("[2001:DB8::0]:65535", "[2001:db8::]:65535"), ("[::ffff:192.0.2.1]:1813", "192.0.2.1:1813"),
  ])
  func `an endpoint is read and written`(text: String, printed: String) {
    #expect(Endpoint(text)?.description == printed)
    #expect(Endpoint(printed) == Endpoint(text))
  }

  @Test(arguments: [
    "", ":", ":1812", "127.0.0.1", "127.0.0.1:", "127.0.0.1:+5", "127.0.0.1:-5", "127.0.0.1:65536", "127.0.0.1: 5",
    "127.0.0.1:１", "::1:1812", "[::1]", "[::1]1812", "[::1:1812", "::1]:1812", "[127.0.0.1]:1812", "[]:1812", "[:1812",
    "localhost:1812", "*:1812", "127.0.0.1:1812:1813",
  ])
  func `text that is no endpoint is refused`(text: String) {
    #expect(Endpoint(text) == nil)
  }

  @Test func `addresses are ordered as numbers`() throws {
    #expect(try #require(IPv4Address("9.255.255.255")) < #require(IPv4Address("10.0.0.0")))
    #expect(try #require(IPv6Address("::ffff")) < #require(IPv6Address("1::")))
  }
}
