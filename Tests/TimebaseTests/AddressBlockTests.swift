import NetworkAddress
import Testing

/// Blocks and ranges: their text, their bounds and what they hold.
@Suite struct AddressBlockTests {
  @Test(arguments: [
    ("10.0.0.0/8", "10.0.0.0/8"), ("10.1.2.3/8", "10.0.0.0/8"), ("192.0.2.1", "192.0.2.1/32"),
    ("0.0.0.0/0", "0.0.0.0/0"), ("255.255.255.255/0", "0.0.0.0/0"), ("192.0.2.255/31", "192.0.2.254/31"),
    ("::/0", "::/0"), ("2001:db8::1/32", "2001:db8::/32"), ("::1", "::1/128"), ("ffff::/1", "8000::/1"),
    ("2001:db8::ff/121", "2001:db8::80/121"),
  ])
  func `a block is read, and its bits past the prefix are cleared`(text: String, printed: String) {
    #expect(AddressBlock(text)?.description == printed)
  }

  @Test(arguments: [
    "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0.0/ 8",
    "10.0.0.0/8 ", "::/129", "10.0.0/8", "10.0.0.0/255.0.0.0", "10.0.0.0/٨", "10.0.0.0/99999999999999999999", "host/8",
  ])
  func `text that is no block is refused`(text: String) {
    #expect(AddressBlock(text) == nil)
  }

  @Test(arguments: [
    ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.0.0.0/8", "9.255.255.255", false),
    ("0.0.0.0/0", "255.255.255.255", true), ("0.0.0.0/0", "::1", false), ("::/0", "10.0.0.1", false),
    ("::/0", "ffff::", true), ("192.0.2.1/32", "192.0.2.1", true), ("192.0.2.1/32", "192.0.2.0", false),
    ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
    ("127.0.0.0/8", "::ffff:127.0.0.1", true),
  ])
  func `a block holds the addresses of its prefix and family`(block: String, address: String, isInside: Bool) throws {
    #expect(try #require(AddressBlock(block)).contains(#require(IPAddress(address))) == isInside)
  }

  @Test func `a block of mapped addresses is the IPv4 block it carries`() {
    #expect(AddressBlock("::ffff:10.0.0.0/104")?.description == "10.0.0.0/8")
    #expect(AddressBlock("::ffff:10.0.0.1/128")?.description == "10.0.0.1/32")
    #expect(AddressBlock("::ffff:10.0.0.1")?.description == "10.0.0.1/32")
    #expect(AddressBlock("::ffff:10.0.0.0/95") == nil)
    #expect(AddressBlock("::ffff:10.0.0.0/8") == nil)
  }

  @Test(arguments: [
    ("10.0.0.0/24", "10.0.0.0-10.0.0.255", 256), ("10.0.0.7/24", "10.0.0.0-10.0.0.255", 256),
    ("10.0.0.5", "10.0.0.5", 1), ("10.0.0.1-10.0.0.9", "10.0.0.1-10.0.0.9", 9), ("10.0.0.1-10.0.0.1", "10.0.0.1", 1),
    ("0.0.0.0/0", "0.0.0.0-255.255.255.255", 1 << 32), ("255.255.255.255", "255.255.255.255", 1),
    ("10.0.255.254-10.1.0.1", "10.0.255.254-10.1.0.1", 4),
  ])
  func `a range is read and counted`(text: String, printed: String, count: Int) {
    let range = AddressRange(text)
    #expect(range?.description == printed)
    #expect(range?.count == count)
  }

  @Test(arguments: [
    "", "-", "10.0.0.1-", "-10.0.0.1", "10.0.0.9-10.0.0.1", "10.0.0.1-9", "10.0.0.1-10.0.0.2-10.0.0.3",
    "10.0.0.0/24-10.0.1.0/24", "2001:db8::/64", "::1-::2", "10.0.0.1 - 10.0.0.9", "10.0.0.0/33",
  ])
  func `text that is no range is refused`(text: String) {
    #expect(AddressRange(text) == nil)
  }

  @Test(arguments: [
    ("10.0.0.0/24", "10.0.1.0/24", false), ("10.0.0.0/24", "10.0.0.255-10.0.1.3", true), ("10.0.0.5", "10.0.0.5", true),
    ("10.0.0.0/8", "10.9.9.9", true), ("10.0.0.1-10.0.0.4", "10.0.0.5-10.0.0.9", false),
  ])
  func `ranges overlap when they share an address`(left: String, right: String, doOverlap: Bool) throws {
    let (left, right) = (try #require(AddressRange(left)), try #require(AddressRange(right)))
    #expect(left.overlaps(right) == doOverlap)
    #expect(right.overlaps(left) == doOverlap)
  }

  @Test func `a range holds both its ends`() throws {
    let range = try #require(AddressRange("10.0.0.1-10.0.0.3"))
    let addresses = try ["10.0.0.0", "10.0.0.1", "10.0.0.3", "10.0.0.4"].map { try #require(IPv4Address($0)) }
    #expect(addresses.map(range.contains) == [false, true, true, false])
  }
}
