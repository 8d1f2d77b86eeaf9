/// What asking came to, counted since the start.
package struct DynamicAuthorizationCounters: Equatable, Sendable {
  /// Sessions asked after.
  package internal(set) var asked: UInt64 = 0
  /// Datagrams sent, repetitions included.
  package internal(set) var transmissions: UInt64 = 0
  package internal(set) var acknowledgements: UInt64 = 0
  /// NAKs by Error-Cause; 0: without one, or with one that has no registered meaning.
  package internal(set) var refusals: [UInt32: UInt64] = [:]
  /// Sessions of which no answer told.
  package internal(set) var unanswered: UInt64 = 0
  /// Sessions that were not asked after, for want of room.
  package internal(set) var unsent: UInt64 = 0
  /// Sessions that needed no asking after any more.
  package internal(set) var superseded: UInt64 = 0
  /// Datagrams that came in and were no proven answer.
  package internal(set) var dropped: [DisconnectReplyFault: UInt64] = [:]

  package init() {}
}
