import Timebase

/// Reads what ``OctetWriter`` wrote. Every read is checked against the end; nothing it is given makes it fail otherwise
/// than by throwing.
///
/// It points into memory that its maker keeps alive, and never leaves the function that made it.
struct OctetReader {
  private let memory: UnsafeRawBufferPointer
  private(set) var offset: Int
  private(set) var end: Int
  /// The version of the form that is read.
  var version = JournalCodec.version

  init(_ memory: UnsafeRawBufferPointer, from offset: Int = 0) {
    self.memory = memory
    self.offset = offset
    end = memory.count
  }

  var atEnd: Bool { offset >= end }

  @inline(__always)
  mutating func octet() throws(JournalDecodingError) -> UInt8 {
    guard offset < end else { throw .truncated(offset: offset) }
    defer { offset += 1 }
    return memory[offset]
  }

  @inline(__always)
  mutating func number() throws(JournalDecodingError) -> UInt64 {
    // Most numbers have one octet: lengths of texts, small counts.
    guard offset < end, memory[offset] < 0x80 else { return try longNumber() }
    defer { offset += 1 }
    return UInt64(memory[offset])
  }

  private mutating func longNumber() throws(JournalDecodingError) -> UInt64 {
    guard end - offset >= 8 else { return try octetwiseNumber() }
    let word = UInt64(littleEndian: memory.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    // The first octet whose top bit is clear is the last of the number.
    let stops = ~word & 0x8080_8080_8080_8080
    guard stops != 0 else { return try octetwiseNumber() }
    // Keeps the octets up to it, without their top bits, and closes the gaps between the groups of seven bits.
    var groups = word & (stops ^ (stops &- 1)) & 0x7f7f_7f7f_7f7f_7f7f
    groups = (groups & 0x7f00_7f00_7f00_7f00) >> 1 | groups & 0x007f_007f_007f_007f
    groups = (groups & 0x3fff_0000_3fff_0000) >> 2 | groups & 0x0000_3fff_0000_3fff
    groups = (groups & 0x0fff_ffff_0000_0000) >> 4 | groups & 0x0000_0000_0fff_ffff
    offset += (stops.trailingZeroBitCount + 1) / 8
    return groups
  }

  private mutating func octetwiseNumber() throws(JournalDecodingError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let octet = try octet()
      // The tenth octet holds the 64th bit alone.
      guard shift < 63 || octet <= 1 else { throw .badValue(offset: offset) }
      value |= UInt64(octet & 0x7f) << shift
      if octet < 0x80 { return value }
      shift += 7
    }
  }

  @inline(__always)
  mutating func signed() throws(JournalDecodingError) -> Int64 {
    let value = try number()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  mutating func number32() throws(JournalDecodingError) -> UInt32 {
    guard let value = UInt32(exactly: try number()) else { throw .badValue(offset: offset) }
    return value
  }

  mutating func time(since other: Timestamp) throws(JournalDecodingError) -> Timestamp {
    Timestamp(rawValue: other.rawValue &+ (try signed()))
  }

  mutating func fixed() throws(JournalDecodingError) -> UInt32 {
    guard end - offset >= 4 else { throw .truncated(offset: offset) }
    defer { offset += 4 }
    return UInt32(littleEndian: memory.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  mutating func text() throws(JournalDecodingError) -> String {
    String(decoding: try take(), as: UTF8.self)
  }

  mutating func skipText() throws(JournalDecodingError) { _ = try take() }

  /// Text that probably came before.
  mutating func text(_ recent: inout RecentTexts) throws(JournalDecodingError) -> String { recent.text(try take()) }

  mutating func bytes() throws(JournalDecodingError) -> [UInt8] { Array(try take()) }

  /// Octets where they lie.
  mutating func octets() throws(JournalDecodingError) -> UnsafeRawBufferPointer { try take() }

  /// So many texts with their lengths as they lie, where all are ASCII and below 128 octets; else nil, and nothing is read.
  mutating func shortTexts(_ count: Int) -> UnsafeRawBufferPointer? {
    var next = offset
    for _ in 0..<count {
      guard next < end, memory[next] < 0x80 else { return nil }
      next += 1 + Int(memory[next])
    }
    guard next <= end else { return nil }
    let texts = UnsafeRawBufferPointer(rebasing: memory[offset..<next])
    var all: UInt64 = 0
    var position = 0
    while texts.count - position >= 8 {
      all |= texts.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      position += 8
    }
    while position < texts.count {
      all |= UInt64(texts[position])
      position += 1
    }
    guard all & 0x8080_8080_8080_8080 == 0 else { return nil }
    offset = next
    return texts
  }

  /// What has been read since `start`.
  func read(from start: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[start..<offset]) }

  /// The next `length` octets as a reader of their own, which this one passes over.
  mutating func part(length: Int) throws(JournalDecodingError) -> OctetReader {
    guard length >= 0, length <= end - offset else { throw .truncated(offset: offset) }
    var part = self
    part.end = offset + length
    offset += length
    return part
  }

  @inline(__always)
  private mutating func take() throws(JournalDecodingError) -> UnsafeRawBufferPointer {
    let count = try number()
    guard count <= UInt64(end - offset) else { throw .truncated(offset: offset) }
    defer { offset += Int(count) }
    return UnsafeRawBufferPointer(rebasing: memory[offset..<offset + Int(count)])
  }
}
