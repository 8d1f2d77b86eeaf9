import Storage

/// One commit in the commit log: a header, and the journal's rows that it makes.
///
///     offset  octets
///     0       8       the mark
///     8       8       the salt of the lap that it was written in
///     16      8       number of its first entry
///     24      8       time, as in the journal
///     32      4       how many rows
///     36      4       length of everything, without the padding behind
///     40      8 each  for each row: entries (4), length (4)
///     ...     4       checksum of all before
///     ...             the rows, each with its own checksum (``JournalCodec``)
///
/// All numbers are little-endian. A record begins on a block, and is padded to whole blocks. It counts as a whole or not
/// at all: a commit that was torn by a power failure is no commit.
enum CommitRecord {
  static let mark: UInt64 = 0x7469_6d6d_6f63_4352
  static let fixedLength = 40
  /// What is written at once; a disk that can do less at a time makes no difference.
  static let block = 4096

  private static let tableEntry = 8
  private static let checksum = 4

  /// Octets of a record of these rows, with its padding.
  static func length(_ bodies: [JournalCodec.Body]) -> Int {
    padded(headerLength(bodies.count) + bodies.reduce(0) { $0 + $1.octets.count })
  }

  private static func headerLength(_ rows: Int) -> Int { fixedLength + rows * tableEntry + checksum }

  static func padded(_ length: Int) -> Int { (length + block - 1) / block * block }

  /// Writes a record into `memory`, which has room for it, and returns its length with the padding.
  static func encode(
    _ bodies: [JournalCodec.Body], first: Int64, time: Int64, salt: UInt64, into memory: UnsafeMutableRawBufferPointer
  ) -> Int {
    func store<Number: FixedWidthInteger>(_ number: Number, at offset: Int) {
      memory.storeBytes(of: number.littleEndian, toByteOffset: offset, as: Number.self)
    }
    var end = headerLength(bodies.count)
    store(mark, at: 0)
    store(salt, at: 8)
    store(first, at: 16)
    store(time, at: 24)
    store(UInt32(bodies.count), at: 32)
    for (number, body) in bodies.enumerated() {
      store(UInt32(body.count), at: fixedLength + number * tableEntry)
      store(UInt32(body.octets.count), at: fixedLength + number * tableEntry + 4)
      UnsafeMutableRawBufferPointer(rebasing: memory[end..<end + body.octets.count]).copyBytes(from: body.octets)
      end += body.octets.count
    }
    store(UInt32(end), at: 36)
    let summed = headerLength(bodies.count) - checksum
    store(BodyChecksum.of(UnsafeRawBufferPointer(rebasing: memory[..<summed])), at: summed)
    let whole = padded(end)
    UnsafeMutableRawBufferPointer(rebasing: memory[end..<whole]).initializeMemory(as: UInt8.self, repeating: 0)
    return whole
  }

  /// What a record's first block tells before the rest of it is read.
  struct Start: Equatable {
    var salt: UInt64
    /// With the padding.
    var length: Int
  }

  /// The beginning of a record; nil where there is none. `memory` holds a block at least.
  static func start(of memory: UnsafeRawBufferPointer, lengthMax: Int) -> Start? {
    guard memory.count >= block, load(memory, 0) == mark else { return nil }
    let length = Int(load(memory, 36) as UInt32)
    guard length > fixedLength, padded(length) <= lengthMax else { return nil }
    return Start(salt: load(memory, 8), length: padded(length))
  }

  /// The rows of a whole record; nil where not all of it was written.
  static func rows(of memory: UnsafeRawBufferPointer) -> [JournalRow]? {
    let length = Int(load(memory, 36) as UInt32)
    let count = Int(load(memory, 32) as UInt32)
    guard length <= memory.count, count > 0, count <= length / tableEntry, headerLength(count) <= length else {
      return nil
    }
    let summed = headerLength(count) - checksum
    guard load(memory, summed) == BodyChecksum.of(UnsafeRawBufferPointer(rebasing: memory[..<summed])) else {
      return nil
    }
    var first: Int64 = load(memory, 16)
    var offset = headerLength(count)
    var rows: [JournalRow] = []
    for number in 0..<count {
      let entries = Int(load(memory, fixedLength + number * tableEntry) as UInt32)
      let octets = Int(load(memory, fixedLength + number * tableEntry + 4) as UInt32)
      guard entries > 0, octets <= length - offset else { return nil }
      let body = UnsafeRawBufferPointer(rebasing: memory[offset..<offset + octets])
      guard JournalCodec.isWhole(body) else { return nil }
      rows.append(JournalRow(first: first, count: entries, time: load(memory, 24), octets: Array(body)))
      first += Int64(entries)
      offset += octets
    }
    return offset == length ? rows : nil
  }

  private static func load<Number: FixedWidthInteger>(_ memory: UnsafeRawBufferPointer, _ offset: Int) -> Number {
    Number(littleEndian: memory.loadUnaligned(fromByteOffset: offset, as: Number.self))
  }
}
