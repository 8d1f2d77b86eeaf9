import Timebase

/// Appends numbers and text compactly: numbers as LEB128 (seven bits to an octet, the lowest first), text and octets
/// behind their length.
///
/// It writes into memory of its own, which grows: one check for room to a field, none to an octet.
struct OctetWriter: ~Copyable {
  /// A 64-bit number has at most this many octets.
  private static let numberLengthMax = 10

  private var memory: UnsafeMutableRawBufferPointer
  private(set) var count = 0

  init(capacity: Int) {
    memory = .allocate(byteCount: max(64, capacity), alignment: 16)
  }

  deinit { memory.deallocate() }

  /// What was written, as an array.
  var octets: [UInt8] { Array(written) }

  /// What was written, valid until more is.
  var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  /// Forgets what was written and keeps the memory.
  mutating func removeAll() { count = 0 }

  mutating func append(_ octet: UInt8) {
    reserve(1)
    put(octet)
  }

  mutating func append(flags first: Bool, _ second: Bool = false, _ third: Bool = false, _ fourth: Bool = false) {
    append((first ? 1 : 0) | (second ? 2 : 0) | (third ? 4 : 0) | (fourth ? 8 : 0))
  }

  mutating func append(number: UInt64) {
    reserve(OctetWriter.numberLengthMax)
    put(number: number)
  }

  /// Signed numbers near zero are short: the sign goes to the lowest bit.
  mutating func append(signed: Int64) { append(number: UInt64(bitPattern: signed << 1 ^ signed >> 63)) }

  /// A time as its distance from another, which is short for times that lie together. Wraps, and so is exact.
  mutating func append(_ time: Timestamp, since other: Timestamp) { append(signed: time.rawValue &- other.rawValue) }

  mutating func append(fixed number: UInt32) {
    reserve(4)
    count += 4
    set(fixed: number, at: count - 4)
  }

  mutating func set(_ octet: UInt8, at offset: Int) {
    precondition(offset < count, "only what was written is replaced")
    memory[offset] = octet
  }

  mutating func set(fixed number: UInt32, at offset: Int) {
    precondition(offset + 4 <= count, "only what was written is replaced")
    memory.storeBytes(of: number.littleEndian, toByteOffset: offset, as: UInt32.self)
  }

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    reserve(OctetWriter.numberLengthMax + bytes.count)
    put(number: UInt64(bytes.count))
    guard let start = bytes.baseAddress, let end = memory.baseAddress else { return }
    (end + count).copyMemory(from: start, byteCount: bytes.count)
    count += bytes.count
  }

  // MARK: - Room, and what is put into it without asking again

  private mutating func put(_ octet: UInt8) {
    memory[count] = octet
    count += 1
  }

  private mutating func put(number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      put(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    put(UInt8(truncatingIfNeeded: rest))
  }

  private mutating func reserve(_ room: Int) {
    if memory.count - count < room { grow(room) }
  }

  private mutating func grow(_ room: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(2 * memory.count, count + room), alignment: 16)
    larger.copyMemory(from: written)
    memory.deallocate()
    memory = larger
  }
}
