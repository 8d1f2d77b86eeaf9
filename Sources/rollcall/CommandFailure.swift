import Admin
import Configuration
import Console
import Storage

/// Why a command failed: a sentence for standard error, and the exit status.
struct CommandFailure: Error {
  var message: String
  var status: Int32

  /// What was asked about is wrong, or is not there.
  static func wrong(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 1) }

  /// The usage or the configuration is wrong.
  static func usage(_ message: String) -> CommandFailure { CommandFailure(message: message, status: 2) }

  init(message: String, status: Int32) {
    self.message = message
    self.status = status
  }

  init(_ error: ControlError) {
    self.init(message: error.message, status: error.kind == .invalid ? 2 : 1)
  }

  init(_ error: ControlSocketError) { self.init(message: "\(error)", status: 1) }

  init(_ error: ConfigurationErrors) { self.init(message: "\(error)", status: 2) }

  init(_ error: StoreError) { self.init(message: "\(error)", status: 1) }
}
