internal import RADIUSWire

/// A request that is under way. Its octets lie in the load's memory, at its own number.
struct Flight {
  /// When it was to leave, in nanoseconds of the monotonic clock: latency counts from here, so that a generator or a
  /// server that falls behind cannot hide it.
  var due: UInt64 = 0
  /// When it left last.
  var sent: UInt64 = 0
  var authenticator = Authenticator.zero
  /// The authenticator of the request that had this Identifier before: an answer to it is late, not false.
  var formerAuthenticator = Authenticator.zero
  var session: Int32 = 0
  var length: Int32 = 0
  /// How often it was sent.
  var tries: Int32 = 0
  var step = SessionStep.access
  var isOpen = false
  /// The flights that left before and after it, of those that wait; -1: none.
  var older: Int32 = -1
  var younger: Int32 = -1
}
