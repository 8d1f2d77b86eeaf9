import Admin
import Configuration
import Storage

#if canImport(Glibc)
  import Glibc
#endif

/// Asks many questions of the running server, or of a store that stays open between them.
final class LedgerReader {
  private let ledger: Ledger
  private let store: (any Store)?
  private let dispatcher: ControlDispatcher?

  init(_ configuration: ServerConfiguration) throws {
    ledger = Ledger(configuration)
    store = try ledger.storeWithoutServer()
    dispatcher = store.map { ControlDispatcher(target: StoreSource(store: $0, pools: configuration.pools)) }
  }

  deinit { try? store?.close() }

  func ask<Value: Codable & Sendable>(_ request: ControlRequest, as type: Value.Type) async throws -> Value {
    guard let dispatcher else { return try ledger.askRunning(request, as: type) }
    do throws(ControlError) {
      return try await dispatcher.answer(request, as: type, by: Operator(userID: getuid()))
    } catch {
      throw CommandFailure(error)
    }
  }
}
