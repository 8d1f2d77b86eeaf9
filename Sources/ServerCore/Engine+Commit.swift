import AddressPool
import DequeModule
import RADIUSWire
import Storage
package import Timebase

extension Engine {
  /// Puts a request's answer behind its entries.
  func gather(
    _ context: RequestContext, _ bytes: [UInt8], changes: [LeaseChange], records: [JournalEntry],
    notBefore: Moment? = nil, remembered: EventMemory.Undo? = nil, counted: NoteKey? = nil
  ) {
    let reply = OutgoingReply(bytes: bytes, destination: context.source, socket: context.socket)
    gathered.append(
      Decided(
        purpose: .reply(reply, duplicate: context.duplicate, notBefore: notBefore), changes: changes,
        records: records, remembered: remembered, counted: counted))
    uncommittedRequests += 1
  }

  /// Puts what the table changed into the next batch.
  func gatherChanges(_ purpose: Decided.Purpose) {
    let changes = table.takeChanges()
    if changes.isEmpty, case .command = purpose {} else if changes.isEmpty { return }
    gathered.append(Decided(purpose: purpose, changes: changes, records: [], remembered: nil))
  }

  /// Whether something waits to be written and nothing is being written.
  package var wantsCommit: Bool { committing.isEmpty && !gathered.isEmpty }

  /// Takes all that has gathered, up to `limits.commitBatch`, as one transaction (group commit). Nil: there is nothing,
  /// or the last batch is not back yet.
  package func takeBatch() -> CommitBatch? {
    guard wantsCommit else { return nil }
    let count = min(gathered.count, limits.commitBatch)
    // There is nothing under way, so that all of it can change places.
    if count == gathered.count {
      swap(&committing, &gathered)
    } else {
      for _ in 0..<count { committing.append(gathered.removeFirst()) }
    }
    var entries: [JournalEntry] = []
    entries.reserveCapacity(committing.reduce(0) { $0 + $1.entryCount })
    for decided in committing { decided.append(to: &entries) }
    committingSharedPorts = table.takeSharedPorts()
    entries.append(contentsOf: committingSharedPorts.map(JournalEntry.sharedPort))
    if Mutation.batchLosesLast.isActive, count > 1, !entries.isEmpty { entries.removeLast() }
    return CommitBatch(entries: entries, waiting: count)
  }

  /// The batch is on disk: its answers may leave.
  package func commitSucceeded(now: Now) -> CommitResult {
    var result = CommitResult()
    result.replies.reserveCapacity(committing.count)
    while let decided = committing.popFirst() {
      beginAsks(after: decided, now: now)
      switch decided.purpose {
      case .reply(let reply, let duplicate, let notBefore):
        uncommittedRequests -= 1
        if let notBefore, notBefore > now.moment, delayed.count < limits.delayedRejects {
          delayed.append(DelayedReply(reply: reply, duplicate: duplicate, notBefore: notBefore))
        } else {
          emit(reply, duplicate, to: &result.replies)
        }
      case .command(let id):
        result.commands.append(id)
      case .sweep, .configuration:
        break
      }
    }
    committingSharedPorts.removeAll()
    return result
  }

  /// The batch is not on disk. It, and all that was decided on top of it, is taken back, newest first, and not
  /// answered: the NASes will ask again. Returns the commands that failed with it.
  package func commitFailed(now: Now) -> [CommandID] {
    var commands: [CommandID] = []
    var requests = 0
    let undone = Array(committing) + Array(gathered)
    if !Mutation.failedCommitKept.isActive { table.rollBack(undone.flatMap(\.changes)) }
    for decided in undone { if let counted = decided.counted { table.uncountNote(counted) } }
    for decided in undone.reversed() where !Mutation.failedEventRemembered.isActive {
      if let remembered = decided.remembered { eventMemory.undo(remembered) }
    }
    table.returnSharedPorts(committingSharedPorts)
    committingSharedPorts.removeAll()
    for decided in undone {
      switch decided.purpose {
      case .reply(_, let duplicate, _):
        duplicates.forget(duplicate)
        counters[.storeFailed] += 1
        requests += 1
        uncommittedRequests -= 1
      case .command(let id):
        commands.append(id)
      case .configuration:
        mustConfigureAgain = true
      case .sweep:
        break
      }
    }
    committing.removeAll(keepingCapacity: true)
    gathered.removeAll(keepingCapacity: true)
    counters.failedCommits += 1
    report(.commitFailed(requests: requests))
    return commands
  }

  /// Answers that were held back long enough.
  package func dueReplies(now: Now) -> [OutgoingReply] {
    var replies: [OutgoingReply] = []
    while let first = delayed.first, first.notBefore <= now.moment {
      delayed.removeFirst()
      emit(first.reply, first.duplicate, to: &replies)
    }
    return replies
  }

  /// When ``dueReplies(now:)`` has the next; nil: none is held back.
  package var nextDelayedReply: Moment? { delayed.first?.notBefore }

  /// Ends the leases that are due, in bounded steps. Call again while it returns true.
  package func sweep(now: Now) -> Bool {
    if mustConfigureAgain {
      mustConfigureAgain = false
      configurePools(now: now)
    }
    let done = table.sweep(now: now, limit: EngineLimits.sweepBatch)
    gatherChanges(.sweep)
    for pool in table.takeNewMassBrakes() { report(.massBrake(pool: pool)) }
    return done == EngineLimits.sweepBatch
  }

  /// When ``sweep(now:)`` should be called next; nil: nothing has a deadline.
  package var nextSweep: Moment? { mustConfigureAgain ? Moment(rawValue: .min) : table.nextSweep }

  private func emit(_ reply: OutgoingReply, _ duplicate: DuplicateCache.Handle, to replies: inout [OutgoingReply]) {
    duplicates.answer(duplicate, reply.bytes)
    counters.replied += 1
    replies.append(reply)
  }
}
