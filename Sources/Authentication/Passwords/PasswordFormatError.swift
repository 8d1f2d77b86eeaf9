/// Why a stored password cannot be read. The message never holds any of it.
struct PasswordFormatError: Error, Equatable {
  /// A sentence without a full stop.
  var message: String
  /// What to write instead.
  var remedy: String

  init(_ message: String, remedy: String = "write the hash as the program that made it printed it") {
    self.message = message
    self.remedy = remedy
  }
}
