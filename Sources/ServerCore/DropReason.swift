/// Why a datagram got no answer. Each has a counter of its own; the names are stable.
package enum DropReason: String, CaseIterable, Sendable {
  /// The source address is no client's (RFC 2865 §3).
  case unknownClient
  /// Under 20 octets, or fewer than Length says.
  case tooShort
  /// Length, or an attribute's length, does not add up, or more attributes than the limit.
  case malformed
  /// A code that has no business on this port, replies included.
  case wrongCode
  /// Accounting's Request Authenticator is wrong (RFC 2866 §3): a wrong secret, or a forgery.
  case badAuthenticator
  /// A Message-Authenticator that is wrong (RFC 3579 §3.2).
  case badMessageAuthenticator
  /// None, where this client must send one, or the request must (RFC 5997 §3, RFC 3579 §3.1).
  case missingMessageAuthenticator
  /// Proxy-State without a Message-Authenticator from a client that is no proxy (CVE-2024-3596).
  case proxyStateUnprotected
  /// A repetition of a request whose answer is under way (RFC 5080 §2.2.2).
  case duplicateInProgress
  /// An Accounting-Request without Acct-Status-Type (RFC 2866 §5.1).
  case missingStatusType
  /// Over `limits.requests-in-flight`, over the bound on slow password checks, or taken so late that others are better
  /// served.
  case overload
  /// More than the client's `rate-limit`.
  case rateLimited
  /// The store could not record what the answer would have promised.
  case storeFailed
  /// The answer would not fit into 4,096 octets.
  case replyTooLong
  /// The server is stopping.
  case stopping
}
