import Accounting
import Admin
import Configuration
import Storage
import StorageSQLite

/// Who records a replay: the running server, else the store, which this process then has for itself.
final class ReplayDestination {
  private let server: ControlClient
  private let store: SQLiteStore?
  private let filter = ReplayFilter()

  init(_ configuration: ServerConfiguration) throws {
    server = ControlClient(path: configuration.controlPath)
    do throws(ControlSocketError) {
      guard try !server.isServed() else {
        store = nil
        return
      }
    } catch {
      throw CommandFailure(error)
    }
    switch configuration.storage {
    case .sqlite(let path):
      do throws(StoreError) { store = try SQLiteStore(path: path) } catch { throw CommandFailure(error) }
    }
  }

  /// The store that this process has for itself; nil: a server runs.
  var ownStore: SQLiteStore? { store }

  /// Records a part, but for what is recorded already.
  func take(_ batch: ReplayBatch) throws -> ReplayOutcome {
    do {
      guard let store else { return try server.ask(.replay(batch), as: ReplayOutcome.self) }
      let passed = try filter.pass(batch, store: store, now: Clock.wall)
      guard passed.outcome.entriesLeft == 0 else { return passed.outcome }
      do throws(StoreError) {
        try store.append(passed.records.map(JournalEntry.accounting))
      } catch {
        filter.settle(isRecorded: false, passed)
        throw error
      }
      filter.settle(isRecorded: true, passed, isLast: batch.isLast)
      return passed.outcome
    } catch let error as ControlSocketError {
      throw CommandFailure(error)
    } catch let error as ControlError {
      throw CommandFailure(error)
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
  }

  /// Folds what was added into the tables that reports read.
  func close() throws {
    do throws(StoreError) { try store?.close() } catch { throw CommandFailure(error) }
  }
}
