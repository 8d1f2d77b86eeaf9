/// A CIDR block of either family, such as `10.0.0.0/8` or `2001:db8::/32`.
package struct AddressBlock: Hashable, Sendable, CustomStringConvertible {
  /// The block's first address, as a 128-bit number; IPv4 stands in its low 32 bits.
  package let network: UInt128
  package let isIPv6: Bool
  /// 0 to 32, or 0 to 128.
  package let prefixLength: Int

  package init?(_ address: IPAddress, prefixLength: Int) {
    let width: Int
    let value: UInt128
    switch address {
    case .v4(let address): (width, value, isIPv6) = (32, UInt128(address.rawValue), false)
    case .v6(let address): (width, value, isIPv6) = (128, address.rawValue, true)
    }
    guard (0...width).contains(prefixLength) else { return nil }
    self.prefixLength = prefixLength
    network = value & AddressBlock.mask(prefixLength, width: width)
  }

  /// An address, or an address and a prefix length. Bits past the prefix are cleared. A block of IPv4-mapped IPv6
  /// addresses is the IPv4 block it carries. Nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let address = IPAddress(parts[0]) else { return nil }
    let isIPv4 = if case .v4 = address { true } else { false }
    // A mapped address is written with the 96 bits of its prefix counted (RFC 4291 §2.5.5.2).
    let isMapped = isIPv4 && parts[0].utf8.contains(UInt8(ascii: ":"))
    var length = isIPv4 ? 32 : 128
    if parts.count == 2 {
      guard parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(parts[1]) else { return nil }
      length = isMapped ? number - 96 : number
    }
    self.init(address, prefixLength: length)
  }

  package func contains(_ address: IPAddress) -> Bool {
    switch address {
    case .v4(let address):
      !isIPv6 && UInt128(address.rawValue) & AddressBlock.mask(prefixLength, width: 32) == network
    case .v6(let address):
      isIPv6 && address.rawValue & AddressBlock.mask(prefixLength, width: 128) == network
    }
  }

  /// The addresses of an IPv4 block; nil for IPv6.
  package var range: AddressRange? {
    guard !isIPv6 else { return nil }
    let first = UInt32(network)
    let last = first | ~UInt32(AddressBlock.mask(prefixLength, width: 32))
    return AddressRange(first: IPv4Address(rawValue: first), last: IPv4Address(rawValue: last))
  }

  package var description: String {
    let address: IPAddress =
      isIPv6 ? .v6(IPv6Address(rawValue: network)) : .v4(IPv4Address(rawValue: UInt32(network)))
    return "\(address)/\(prefixLength)"
  }

  private static func mask(_ prefixLength: Int, width: Int) -> UInt128 {
    let all: UInt128 = width == 128 ? .max : (1 << UInt128(width)) - 1
    return prefixLength == 0 ? 0 : (all << UInt128(width - prefixLength)) & all
  }
}

/// IPv4 addresses from `first` to `last`, both included.
package struct AddressRange: Hashable, Sendable, CustomStringConvertible {
  package let first: IPv4Address
  package let last: IPv4Address

  /// Nil when `last` lies before `first`.
  package init?(first: IPv4Address, last: IPv4Address) {
    guard first <= last else { return nil }
    self.first = first
    self.last = last
  }

  /// `10.0.0.0/24`, `10.0.0.1-10.0.0.9` or one address. Nil for anything else.
  package init?(_ text: some StringProtocol) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    if ends.count == 2 {
      guard let first = IPv4Address(ends[0]), let last = IPv4Address(ends[1]) else { return nil }
      self.init(first: first, last: last)
    } else {
      guard let range = AddressBlock(text)?.range else { return nil }
      self = range
    }
  }

  /// How many addresses: 1 to 4,294,967,296.
  package var count: Int { Int(last.rawValue) - Int(first.rawValue) + 1 }

  package func contains(_ address: IPv4Address) -> Bool { first <= address && address <= last }

  package func overlaps(_ other: AddressRange) -> Bool { first <= other.last && other.first <= last }

  package var description: String { first == last ? "\(first)" : "\(first)-\(last)" }
}
