import Storage
import Synchronization

/// Where commits become durable: each is one write into a file of fixed size, past SQLite. The journal takes them from
/// here, many in one transaction, and only then is their place written again.
///
/// Of two segments one takes commits while the journal takes those of the other. A lap of a segment has a salt, so that
/// what an earlier lap left is not taken for a commit, nor anything that somebody put into a packet.
final class CommitLog: Sendable {
  /// Octets of a segment: some thousands of lonely commits, or a second of a busy server's.
  static let segmentLength = 32 << 20
  /// Octets in a segment from which the journal should take them soon.
  private static let ampleLength = segmentLength / 2
  /// Buffers for records that are longer are given back.
  private static let bufferMax = 4 << 20

  private struct State {
    let file: CommitLogFile
    var segment = 0
    /// Where the next record begins in the segment.
    var offset = 0
    var salt: UInt64 = 0
    /// The number of the next entry.
    var next: Int64
    /// In the segment that takes commits.
    var pending: [JournalRow] = []
    /// In the other one: what the journal is about to take.
    var moving: [JournalRow] = []
    /// What is moving was found when the file was opened, and may be in either segment.
    var isRecovering = false
    /// A write failed, and a refused commit may stand at `offset`.
    var isInDoubt = false
    var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  }

  private let state: Mutex<State>
  private let ample = Atomic(false)

  /// Opens the log of the journal `identity`, whose last entry is `last`. What it holds beyond that is to be moved.
  init(path: String, identity: String, after last: Int64) throws(StoreError) {
    let file = try CommitLogFile(path: path, segmentLength: CommitLog.segmentLength, identity: identity)
    let rows = try CommitLog.rows(path: path, identity: identity, after: last)
    var state = State(file: file, next: (rows.last?.last ?? last) + 1)
    state.moving = rows
    state.isRecovering = !rows.isEmpty
    state.salt = CommitLog.newSalt()
    self.state = Mutex(state)
  }

  deinit { state.withLock { $0.buffer.deallocate() } }

  /// What the file holds beyond `last`; see ``CommitLogFile/rows(_:_:identity:after:whileWritten:)``.
  static func rows(
    path: String, identity: String, after last: Int64, whileWritten: Bool = false
  ) throws(StoreError) -> [JournalRow] {
    try CommitLogFile.rows(path, segmentLength, identity: identity, after: last, whileWritten: whileWritten)
  }

  /// The number of the next entry.
  var next: Int64 { state.withLock { $0.next } }

  /// All that the journal may lack, in order.
  var rows: [JournalRow] { state.withLock { $0.moving + $0.pending } }

  /// Whether the journal should take what is here, lest a commit wait for that.
  var isAmple: Bool { ample.load(ordering: .relaxed) }

  /// Gives the file its room; see ``CommitLogFile/makeRoom()``. Only while it holds nothing.
  func makeRoom() throws(StoreError) -> Int {
    try state.withLock { (state) throws(StoreError) in
      guard state.moving.isEmpty, state.pending.isEmpty, !state.isInDoubt else { return 0 }
      return try state.file.makeRoom()
    }
  }

  /// Writes a commit. Returns false where it has no room: the journal must take what is here first. A commit that is
  /// longer than a segment never has.
  func append(_ bodies: [JournalCodec.Body], time: Int64) throws(StoreError) -> Bool {
    try state.withLock { (state) throws(StoreError) in
      let length = CommitRecord.length(bodies)
      guard state.offset + length <= CommitLog.segmentLength, !state.isRecovering else { return false }
      try CommitLog.settleDoubt(&state)
      CommitLog.enlarge(&state.buffer, to: length)
      _ = CommitRecord.encode(bodies, first: state.next, time: time, salt: state.salt, into: state.buffer)
      let place = state.file.offset(ofSegment: state.segment) + state.offset
      do throws(StoreError) {
        try state.file.write(UnsafeRawBufferPointer(rebasing: state.buffer[..<length]), at: place)
      } catch {
        state.isInDoubt = true
        throw error
      }
      state.offset += length
      if state.offset >= CommitLog.ampleLength { ample.store(true, ordering: .relaxed) }
      for body in bodies {
        state.pending.append(JournalRow(first: state.next, count: body.count, time: time, octets: body.octets))
        state.next += Int64(body.count)
      }
      if state.buffer.count > CommitLog.bufferMax { CommitLog.enlarge(&state.buffer, to: 0) }
      return true
    }
  }

  /// The journal takes rows: those that it failed to take before, else those of the segment that took commits, which the
  /// other one does from now on.
  func beginMove() throws(StoreError) -> [JournalRow] {
    try state.withLock { (state) throws(StoreError) in
      guard state.moving.isEmpty else { return state.moving }
      try CommitLog.settleDoubt(&state)
      guard !state.pending.isEmpty else { return [] }
      swap(&state.moving, &state.pending)
      state.segment = (state.segment + 1) % CommitLogFile.segments
      state.offset = 0
      state.salt = CommitLog.newSalt()
      ample.store(false, ordering: .relaxed)
      return state.moving
    }
  }

  /// The journal has what ``beginMove()`` gave.
  func endMove() {
    // Thousands of rows are let go of after the lock is, for which a commit may wait.
    var moved: [JournalRow] = []
    state.withLock { state in
      swap(&moved, &state.moving)
      state.isRecovering = false
    }
  }

  /// The journal took `count` entries itself, which were too long for the log.
  func skip(_ count: Int) { state.withLock { $0.next += Int64(count) } }

  /// Leaves no record in the file: the journal has them all.
  func clear() throws(StoreError) {
    try state.withLock { (state) throws(StoreError) in
      guard state.moving.isEmpty, state.pending.isEmpty else { return }
      for segment in 0..<CommitLogFile.segments { try state.file.erase(at: state.file.offset(ofSegment: segment)) }
      state.isInDoubt = false
      state.offset = 0
    }
  }

  private static func settleDoubt(_ state: inout State) throws(StoreError) {
    guard state.isInDoubt else { return }
    try state.file.erase(at: state.file.offset(ofSegment: state.segment) + state.offset)
    state.isInDoubt = false
  }

  private static func enlarge(_ buffer: inout UnsafeMutableRawBufferPointer, to length: Int) {
    guard buffer.count < length || length == 0 else { return }
    buffer.deallocate()
    buffer =
      length == 0
      ? UnsafeMutableRawBufferPointer(start: nil, count: 0)
      : .allocate(byteCount: max(length, 1 << 16), alignment: CommitRecord.block)
  }

  private static func newSalt() -> UInt64 { UInt64.random(in: 1...UInt64.max) }
}
