/// An IPv6 address as a 128-bit number in host byte order.
package struct IPv6Address: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
  package var rawValue: UInt128

  package init(rawValue: UInt128) { self.rawValue = rawValue }

  /// Sixteen octets in network byte order.
  package init?(octets: some Collection<UInt8>) {
    guard octets.count == 16 else { return nil }
    rawValue = octets.reduce(0) { $0 << 8 | UInt128($1) }
  }

  /// RFC 4291 §2.2 text: full, compressed with `::`, or with a dotted quad at its end. Nil for anything else.
  package init?(_ text: some StringProtocol) {
    let text = String(text)
    guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "%") }) else { return nil }
    let halves = IPv6Address.halves(text)
    guard let halves, let head = IPv6Address.groups(halves.head, allowsQuad: halves.tail == nil) else { return nil }
    var groups = head
    if let tailText = halves.tail {
      guard let tail = IPv6Address.groups(tailText, allowsQuad: true), head.count + tail.count <= 7 else { return nil }
      groups += Array(repeating: 0, count: 8 - head.count - tail.count) + tail
    }
    guard groups.count == 8 else { return nil }
    rawValue = groups.reduce(0) { $0 << 16 | UInt128($1) }
  }

  package static func < (left: IPv6Address, right: IPv6Address) -> Bool { left.rawValue < right.rawValue }

  /// The IPv4 address that `::ffff:a.b.c.d` carries (RFC 4291 §2.5.5.2).
  package var mappedIPv4: IPv4Address? {
    rawValue >> 32 == 0xffff ? IPv4Address(rawValue: UInt32(truncatingIfNeeded: rawValue)) : nil
  }

  /// The sixteen octets in network byte order.
  package var octets: [UInt8] { (0..<16).map { UInt8(truncatingIfNeeded: rawValue >> UInt128(120 - 8 * $0)) } }

  /// RFC 5952 §4: lower case, the longest run of two or more zero groups compressed, the first of equals.
  package var description: String {
    if let mapped = mappedIPv4 { return "::ffff:\(mapped)" }
    let groups = (0..<8).map { UInt16(truncatingIfNeeded: rawValue >> UInt128(112 - 16 * $0)) }
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, groups[end] == 0 { end += 1 }
      if end - start > max(best.count, 1) { best = start..<end }
      start = max(end, start + 1)
    }
    func join(_ part: ArraySlice<UInt16>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
    if best.isEmpty { return join(groups[...]) }
    return join(groups[..<best.lowerBound]) + "::" + join(groups[best.upperBound...])
  }

  private static func halves(_ text: String) -> (head: Substring, tail: Substring?)? {
    let characters = Array(text)
    var position: Int?
    for index in characters.indices.dropLast() where characters[index] == ":" && characters[index + 1] == ":" {
      if position != nil { return nil }
      position = index
    }
    guard let position else { return (Substring(text), nil) }
    return (Substring(String(characters[..<position])), Substring(String(characters[(position + 2)...])))
  }

  private static func groups(_ text: Substring, allowsQuad: Bool) -> [UInt16]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var groups: [UInt16] = []
    for (index, part) in parts.enumerated() {
      if allowsQuad, index == parts.count - 1, part.contains(".") {
        guard let quad = IPv4Address(part) else { return nil }
        groups += [UInt16(quad.rawValue >> 16), UInt16(quad.rawValue & 0xffff)]
      } else {
        guard (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit), let group = UInt16(part, radix: 16)
        else { return nil }
        groups.append(group)
      }
    }
    return groups.count <= 8 ? groups : nil
  }
}
