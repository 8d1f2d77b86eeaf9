import Glibc

/// The texts and numbers of a ``LeaseHolder``, packed into one piece of memory: a million leases hold a million of them.
///
/// An octet of flags (bit 0: a port follows; bits 1 to 4: the ``AskParts``; bit 5: it is an ask), NAS-Port in four
/// octets, then the texts in the order of ``Part``, each behind its length: one octet, or 255 and two octets.
struct HolderTexts: Hashable, Sendable {
  enum Part: Int, CaseIterable { case user, session, nasPortID, callingStation }

  private static let portFlag: UInt8 = 1
  private static let askFlag: UInt8 = 32
  private static let longLength = 255

  private var octets: [UInt8]

  /// The texts are UTF-8, or are repaired to it.
  init(
    user: Span<UInt8>, session: Span<UInt8>, nasPortID: Span<UInt8>, callingStation: Span<UInt8>, nasPort: UInt32?,
    ask: AskParts?
  ) {
    let lengths = user.count + session.count + nasPortID.count + callingStation.count
    octets = []
    // One octet for each length; where all are short, which is nearly always, that is exact.
    octets.reserveCapacity((nasPort == nil ? 1 : 5) + lengths + (lengths < HolderTexts.longLength ? 4 : 12))
    appendHead(nasPort, ask)
    append(user)
    append(session)
    append(nasPortID)
    append(callingStation)
  }

  /// `packed`: the four texts in ASCII, in the order of ``Part``, each behind its length in one octet.
  init(packed: UnsafeRawBufferPointer, nasPort: UInt32?, ask: AskParts?) {
    let start = nasPort == nil ? 1 : 5
    octets = []
    octets.reserveCapacity(start + packed.count)
    appendHead(nasPort, ask)
    octets.append(contentsOf: packed)
  }

  private mutating func appendHead(_ nasPort: UInt32?, _ ask: AskParts?) {
    var flags: UInt8 = nasPort == nil ? 0 : HolderTexts.portFlag
    if let ask { flags |= HolderTexts.askFlag | ask.rawValue << 1 }
    octets.append(flags)
    guard let nasPort else { return }
    for shift in stride(from: UInt32(0), to: 32, by: 8) { octets.append(UInt8(truncatingIfNeeded: nasPort >> shift)) }
  }

  /// Octets that are not UTF-8 become U+FFFD. Most texts are ASCII, and are taken as they are.
  private mutating func append(_ text: Span<UInt8>) {
    var all: UInt8 = 0
    for index in text.indices { all |= text[index] }
    text.withUnsafeBufferPointer { text in
      if all < 0x80 {
        append(text)
      } else {
        Array(String(decoding: text, as: UTF8.self).utf8).withUnsafeBufferPointer { append($0) }
      }
    }
  }

  private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
    let count = min(text.count, Int(UInt16.max))
    if count < HolderTexts.longLength {
      octets.append(UInt8(count))
    } else {
      octets.append(UInt8(HolderTexts.longLength))
      octets.append(UInt8(truncatingIfNeeded: count))
      octets.append(UInt8(truncatingIfNeeded: count >> 8))
    }
    octets.append(contentsOf: text.prefix(count))
  }

  var nasPort: UInt32? {
    guard octets[0] & HolderTexts.portFlag != 0 else { return nil }
    return UInt32(octets[1]) | UInt32(octets[2]) << 8 | UInt32(octets[3]) << 16 | UInt32(octets[4]) << 24
  }

  var ask: AskParts? {
    get { octets[0] & HolderTexts.askFlag == 0 ? nil : AskParts(rawValue: octets[0] >> 1 & 15) }
    set {
      octets[0] &= HolderTexts.portFlag
      if let newValue { octets[0] |= HolderTexts.askFlag | newValue.rawValue << 1 }
    }
  }

  /// Lends a text's octets.
  func withOctets<Result>(of part: Part, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    octets.withUnsafeBufferPointer { memory in
      var offset = memory[0] & HolderTexts.portFlag == 0 ? 1 : 5
      for _ in 0..<part.rawValue { offset = HolderTexts.text(memory, at: offset).upperBound }
      return body(UnsafeBufferPointer(rebasing: memory[HolderTexts.text(memory, at: offset)]))
    }
  }

  private static func text(_ memory: UnsafeBufferPointer<UInt8>, at offset: Int) -> Range<Int> {
    let length = Int(memory[offset])
    if length < longLength { return offset + 1..<offset + 1 + length }
    let long = Int(memory[offset + 1]) | Int(memory[offset + 2]) << 8
    return offset + 3..<offset + 3 + long
  }

  func isEmpty(_ part: Part) -> Bool { withOctets(of: part) { $0.isEmpty } }

  func text(_ part: Part) -> String { withOctets(of: part) { String(decoding: $0, as: UTF8.self) } }

  func octets(of part: Part) -> [UInt8] { withOctets(of: part) { Array($0) } }

  func isEqual(_ part: Part, _ other: HolderTexts) -> Bool {
    withOctets(of: part) { own in other.withOctets(of: part) { HolderTexts.isEqual(own, $0) } }
  }

  static func isEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    guard let first = left.baseAddress, let second = right.baseAddress, !left.isEmpty else { return true }
    return memcmp(first, second, left.count) == 0
  }
}

/// What of an Access-Request says which ask it is, besides its NAS and its user.
package struct AskParts: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let session = AskParts(rawValue: 1)
  package static let nasPortID = AskParts(rawValue: 2)
  package static let nasPort = AskParts(rawValue: 4)
  package static let callingStation = AskParts(rawValue: 8)
}
