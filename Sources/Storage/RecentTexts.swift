import AddressPool
import Glibc

/// Texts that come again and again while many entries are decoded: names of pools, clients and NASes. Equal texts become
/// one string, which costs neither an allocation nor memory of its own.
///
/// A text displaces another that has the same place, so that the size is bounded whatever is decoded.
package struct RecentTexts: Sendable {
  static let capacity = 1024
  /// What a string holds without an allocation is made anew.
  static let inlineLengthMax = 15

  private var texts = [String](repeating: "", count: capacity)

  /// NASes under their clients, likewise.
  private var origins = [LeaseOrigin?](repeating: nil, count: capacity)

  /// The pool and the origin that came last: most often they come again at once.
  private var last = (pool: "", origin: LeaseOrigin?.none)
  /// The octets that they were made of.
  private var lastPoolOctets: [UInt8] = []
  private var lastOriginOctets: [UInt8] = []

  package init() {}

  /// The name of a pool.
  mutating func pool(_ octets: UnsafeRawBufferPointer) -> String {
    if !RecentTexts.isEqual(lastPoolOctets, octets) {
      last.pool = text(octets)
      lastPoolOctets = Array(octets)
    }
    return last.pool
  }

  /// The NAS of that name under that client, the same object while others do not displace it.
  /// `octets`: what both were read from.
  mutating func origin(
    _ octets: UnsafeRawBufferPointer, client: UnsafeRawBufferPointer, nas: UnsafeRawBufferPointer
  ) -> LeaseOrigin {
    if let known = last.origin, RecentTexts.isEqual(lastOriginOctets, octets) { return known }
    let origin = otherOrigin(client: client, nas: nas)
    last.origin = origin
    lastOriginOctets = Array(octets)
    return origin
  }

  private mutating func otherOrigin(client: UnsafeRawBufferPointer, nas: UnsafeRawBufferPointer) -> LeaseOrigin {
    let place = Int(BodyChecksum.of(nas) ^ BodyChecksum.of(client)) & (RecentTexts.capacity - 1)
    if let known = origins[place], RecentTexts.isEqual(known.nas, nas), RecentTexts.isEqual(known.client, client) {
      return known
    }
    let origin = LeaseOrigin(client: text(client), nas: text(nas))
    origins[place] = origin
    return origin
  }

  /// The octets as text, with what is no UTF-8 repaired.
  mutating func text(_ octets: UnsafeRawBufferPointer) -> String {
    guard octets.count > RecentTexts.inlineLengthMax else { return String(decoding: octets, as: UTF8.self) }
    let place = Int(BodyChecksum.of(octets)) & (RecentTexts.capacity - 1)
    if RecentTexts.isEqual(texts[place], octets) { return texts[place] }
    let text = String(decoding: octets, as: UTF8.self)
    texts[place] = text
    return text
  }

  private static func isEqual(_ known: [UInt8], _ octets: UnsafeRawBufferPointer) -> Bool {
    guard known.count == octets.count, let other = octets.baseAddress else { return false }
    return known.withUnsafeBytes { memcmp($0.baseAddress!, other, octets.count) == 0 }
  }

  private static func isEqual(_ text: String, _ octets: UnsafeRawBufferPointer) -> Bool {
    guard text.utf8.count == octets.count else { return false }
    return text.utf8.withContiguousStorageIfAvailable { utf8 in
      guard let text = utf8.baseAddress, let other = octets.baseAddress else { return false }
      return memcmp(text, other, octets.count) == 0
    } ?? false
  }
}
