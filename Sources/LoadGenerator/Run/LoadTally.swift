/// What became of the requests of a load.
package struct LoadTally: Equatable, Sendable, Encodable {
  /// Requests begun, repetitions left out.
  package var requests = 0
  /// Times that a request was sent again for want of an answer.
  package var repeated = 0
  package var accepts = 0
  package var rejects = 0
  package var challenges = 0
  package var accountingResponses = 0
  /// Accepts that gave an address.
  package var addressesGiven = 0
  /// Sessions whose Stop was answered.
  package var sessionsEnded = 0
  /// Requests that were given up after all tries.
  package var unanswered = 0
  /// Answers that nobody with the secret made, or an MS-CHAPv2 server that does not know the password.
  package var wrongAuthenticators = 0
  /// Well-formed answers to nothing that is under way: late ones, and second ones.
  package var unexpected = 0
  /// Datagrams that are no answer at all.
  package var malformed = 0
  /// Times that the other end's machine said that nobody listens, or that the system could not send.
  package var refused = 0
  /// Requests that an open loop had no Identifier for.
  package var skipped = 0
  /// Times that an address was given out while another session held it.
  package var doubleHeld = 0

  package init() {}

  package var answers: Int { accepts + rejects + challenges + accountingResponses }
}
