import Admin
import Logging
import ServerCore
import Storage
import Timebase

extension ServerControl {
  /// Records what a file tells and the journal does not. No lease moves: it is all over.
  func replay(_ batch: ReplayBatch, by operator: Operator) async throws(ControlError) -> ReplayOutcome {
    let filter = replayFilter
    let now = SystemClock.now().wall
    let passed: ReplayFilter.Passed
    do {
      passed = try await plane.onStore { store throws(StoreError) in
        Result { try filter.pass(batch, store: store, now: now) }
      }.get()
    } catch let error as ControlError {
      throw error
    } catch {
      throw ControlError(.unavailable, (error as? StoreError)?.message ?? "\(error)")
    }
    guard passed.outcome.entriesLeft == 0 else { return passed.outcome }
    if !passed.records.isEmpty {
      do {
        try await plane.command { engine, _ in (engine.record(passed.records), ()) }
      } catch {
        filter.settle(isRecorded: false, passed)
        throw ControlError(
          .unavailable, "it could not be recorded: \((error as? StoreError)?.message ?? "\(error)")")
      }
    }
    let added = filter.settle(isRecorded: true, passed, isLast: batch.isLast)
    if batch.isLast {
      plane.logger.notice("records.replayed", metadata: ["added": "\(added)", "by": "\(`operator`.name)"])
    }
    return passed.outcome
  }
}
