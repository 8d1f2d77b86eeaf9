package import AddressPool

/// The journal's binary form. Version 2; bodies of version 1, in which a lease's holder has another form, are read too.
///
/// A body is a version octet, entries, and a checksum of four octets over all before it. An entry is a kind octet, the
/// length of its payload in four octets (little-endian), and the payload. A later version may add kinds, which this one
/// refuses, and fields at the end of payloads, which this one passes over.
package enum JournalCodec {
  package static let version: UInt8 = 2
  /// The oldest version that is read.
  static let versionMin: UInt8 = 1
  static let checksumLength = 4
  static let entryHeaderLength = 5

  enum Kind: UInt8 {
    case transition = 1
    case accounting = 2
    case authentication = 3
    case sharedPort = 4
  }

  /// A row of the journal, ready to be written.
  package struct Body: Equatable, Sendable {
    package var count: Int
    package var octets: [UInt8]
  }

  /// Encodes a commit: one body, or several where ``StoreLimits/rowEntriesMax`` or ``StoreLimits/rowLengthMax`` asks.
  package static func encode(_ entries: [JournalEntry]) -> [Body] {
    var bodies: [Body] = []
    var writer = OctetWriter(capacity: min(entries.count * 400, StoreLimits.rowLengthMax))
    var count = 0
    for entry in entries {
      if count == StoreLimits.rowEntriesMax || writer.count >= StoreLimits.rowLengthMax {
        bodies.append(Body(count: count, octets: seal(&writer)))
        count = 0
      }
      if count == 0 { writer.append(version) }
      encode(entry, into: &writer)
      count += 1
    }
    if count > 0 { bodies.append(Body(count: count, octets: seal(&writer))) }
    return bodies
  }

  /// A body's octets with their checksum behind them.
  package static func seal(_ octets: [UInt8]) -> [UInt8] {
    let checksum = octets.withUnsafeBytes { BodyChecksum.of($0) }
    return octets + (0..<checksumLength).map { UInt8(truncatingIfNeeded: checksum >> UInt32(8 * $0)) }
  }

  /// What was written, with its checksum behind it. The writer is empty afterwards.
  private static func seal(_ writer: inout OctetWriter) -> [UInt8] {
    writer.append(fixed: BodyChecksum.of(writer.written))
    defer { writer.removeAll() }
    return writer.octets
  }

  private static func encode(_ entry: JournalEntry, into writer: inout OctetWriter) {
    let start = writer.count
    writer.append(0)
    writer.append(fixed: 0)
    let kind: Kind
    switch entry {
    case .transition(let transition):
      kind = .transition
      writer.append(transition)
    case .accounting(let record):
      kind = .accounting
      writer.append(record)
    case .authentication(let record):
      kind = .authentication
      writer.append(record)
    case .sharedPort(let shared):
      kind = .sharedPort
      writer.append(shared)
    }
    writer.set(kind.rawValue, at: start)
    writer.set(fixed: UInt32(writer.count - start - entryHeaderLength), at: start + 1)
  }

  /// Whether a body is what ``encode(_:)`` made, by its checksum.
  package static func isWhole(_ memory: UnsafeRawBufferPointer) -> Bool {
    guard memory.count >= 1 + checksumLength else { return false }
    let contents = UnsafeRawBufferPointer(rebasing: memory.dropLast(checksumLength))
    let sum = memory.loadUnaligned(fromByteOffset: contents.count, as: UInt32.self)
    return UInt32(littleEndian: sum) == BodyChecksum.of(contents)
  }

  /// All entries of a body.
  package static func decode(_ octets: [UInt8], count: Int) throws(JournalDecodingError) -> [JournalEntry] {
    var entries: [JournalEntry] = []
    var recent = RecentTexts()
    try octets.withBytes { (memory) throws(JournalDecodingError) in
      try decode(memory, count: count, skipping: 0, recent: &recent) { entries.append($0) }
    }
    return entries
  }

  /// Entries of a body from number `first` (from 0) on, in order.
  package static func decode(
    _ memory: UnsafeRawBufferPointer, count: Int, skipping first: Int, recent: inout RecentTexts,
    take: (JournalEntry) -> Void
  ) throws(JournalDecodingError) {
    try walk(memory, count: count) { (number, kind, payload) throws(JournalDecodingError) in
      guard number >= first else { return }
      switch kind {
      case .transition: take(.transition(try payload.transition(&recent)))
      case .accounting: take(.accounting(try payload.accountingRecord(&recent)))
      case .authentication: take(.authentication(try payload.authenticationRecord(&recent)))
      case .sharedPort: take(.sharedPort(try payload.sharedPort()))
      }
    }
  }

  /// What of a body, from number `first` on, a starting server needs: the leases as transitions left them, and NASes that
  /// share ports. All else is passed over unread.
  package static func decodeState(
    _ memory: UnsafeRawBufferPointer, count: Int, skipping first: Int, recent: inout RecentTexts,
    into recovery: inout RecoveryFold
  ) throws(JournalDecodingError) {
    try walk(memory, count: count) { (number, kind, payload) throws(JournalDecodingError) in
      guard number >= first else { return }
      switch kind {
      case .transition: recovery.take(try payload.leaseOfTransition(&recent))
      case .sharedPort: recovery.take(try payload.sharedPort())
      case .accounting, .authentication: break
      }
    }
  }

  /// The lease transition that is entry `wanted` (from 0); nil where that entry is of another kind.
  package static func decodeTransition(
    _ memory: UnsafeRawBufferPointer, count: Int, at wanted: Int
  ) throws(JournalDecodingError) -> LeaseTransition? {
    var found: LeaseTransition?
    var recent = RecentTexts()
    try walk(memory, count: count) { (number, kind, payload) throws(JournalDecodingError) in
      if number == wanted, kind == .transition { found = try payload.transition(&recent) }
    }
    return found
  }

  private static func walk(
    _ memory: UnsafeRawBufferPointer, count: Int,
    _ body: (Int, Kind, inout OctetReader) throws(JournalDecodingError) -> Void
  ) throws(JournalDecodingError) {
    guard memory.count >= 1 + checksumLength else { throw .truncated(offset: memory.count) }
    guard (versionMin...version).contains(memory[0]) else { throw .newerVersion(memory[0]) }
    guard isWhole(memory) else { throw .checksum }
    var reader = OctetReader(UnsafeRawBufferPointer(rebasing: memory.dropLast(checksumLength)), from: 1)
    reader.version = memory[0]
    var number = 0
    while !reader.atEnd {
      let offset = reader.offset
      let rawKind = try reader.octet()
      let length = try reader.fixed()
      guard let kind = Kind(rawValue: rawKind) else { throw .unknownKind(rawKind, offset: offset) }
      var payload = try reader.part(length: Int(length))
      try body(number, kind, &payload)
      number += 1
    }
    guard number == count else { throw .count(expected: count) }
  }
}

extension Array where Element == UInt8 {
  /// `withUnsafeBytes` that keeps the error's type.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafeBufferPointer { (buffer) throws(Failure) in try body(UnsafeRawBufferPointer(buffer)) }
  }
}
