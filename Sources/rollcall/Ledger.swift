import Admin
import Configuration
import Storage
import StorageSQLite

#if canImport(Glibc)
  import Glibc
#endif

/// Who answers a command: the running server, or this process out of the store.
struct Ledger {
  private let configuration: ServerConfiguration

  init(_ configuration: ServerConfiguration) { self.configuration = configuration }

  /// The answer of the running server, and where none runs that of its store.
  func ask<Value: Codable & Sendable>(_ request: ControlRequest, as type: Value.Type) async throws -> Value {
    do {
      return try askServer(request, as: type)
    } catch is NoServer {
      do {
        let store = try openStore()
        defer { try? store.close() }
        let source = StoreSource(store: store, pools: configuration.pools)
        return try await ControlDispatcher(target: source).answer(request, as: type, by: Operator(userID: getuid()))
      } catch let error as ControlError {
        throw CommandFailure(error)
      }
    }
  }

  /// The answer of the running server; ``CommandFailure`` where none runs.
  func askRunning<Value: Codable & Sendable>(_ request: ControlRequest, as type: Value.Type) throws -> Value {
    do { return try askServer(request, as: type) } catch let error as NoServer { throw CommandFailure(error.cause) }
  }

  /// A new token key: by the running server, which signs with it at once, else in its store.
  func rotateTokenKey() throws -> TokenRotation {
    do {
      return try askServer(ControlRequest(.tokenRotate), as: TokenRotation.self)
    } catch is NoServer {
      switch configuration.storage {
      case .sqlite(let path):
        do throws(StoreError) {
          let store = try SQLiteStore(path: path)
          _ = try store.tokenKeys()
          try store.rotateTokenKey()
          let rotation = TokenRotation(try store.tokenKeys())
          try store.close()
          return rotation
        } catch {
          throw CommandFailure(error)
        }
      }
    }
  }

  private struct NoServer: Error { var cause: ControlSocketError }

  private func askServer<Value: Codable & Sendable>(_ request: ControlRequest, as type: Value.Type) throws -> Value {
    do {
      return try ControlClient(path: configuration.controlPath).ask(request, as: type)
    } catch let error as ControlSocketError {
      if case .noServer = error { throw NoServer(cause: error) }
      throw CommandFailure(error)
    } catch let error as ControlError {
      throw CommandFailure(error)
    }
  }

  /// The store for reading, where no server runs; nil: one does.
  func storeWithoutServer() throws(CommandFailure) -> (any Store)? {
    do throws(ControlSocketError) {
      if try ControlClient(path: configuration.controlPath).isServed() { return nil }
    } catch {
      throw CommandFailure(error)
    }
    return try openStore()
  }

  private func openStore() throws(CommandFailure) -> any Store {
    switch configuration.storage {
    case .sqlite(let path):
      guard access(path, F_OK) == 0 else {
        throw .wrong(
          "no server answers on \(configuration.controlPath), and there is no database \(path) yet; start the server "
            + "with `rollcall serve`")
      }
      do throws(StoreError) {
        let store = try SQLiteStore(reading: path)
        let waiting = try store.waiting()
        if waiting > 0 {
          Terminal.complain(
            "The last \(waiting) entries of the journal are not in reports yet, for the server that wrote them was killed; "
              + "`rollcall serve` takes them in.")
        }
        return store
      } catch {
        throw CommandFailure(error)
      }
    }
  }
}
