/// Error-Cause: why a NAS did not do what it was told, or how it did it (RFC 5176 §3.5).
package struct ErrorCause: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let residualContextRemoved = ErrorCause(rawValue: 201)
  package static let unsupportedAttribute = ErrorCause(rawValue: 401)
  package static let nasIdentificationMismatch = ErrorCause(rawValue: 403)
  package static let invalidAttributeValue = ErrorCause(rawValue: 407)
  package static let sessionContextNotFound = ErrorCause(rawValue: 503)

  private static let names: [UInt32: String] = [
    201: "Residual-Session-Context-Removed", 202: "Invalid-EAP-Packet", 401: "Unsupported-Attribute",
    402: "Missing-Attribute", 403: "NAS-Identification-Mismatch", 404: "Invalid-Request", 405: "Unsupported-Service",
    406: "Unsupported-Extension", 407: "Invalid-Attribute-Value", 501: "Administratively-Prohibited",
    502: "Request-Not-Routable", 503: "Session-Context-Not-Found", 504: "Session-Context-Not-Removable",
    505: "Other-Proxy-Processing-Error", 506: "Resources-Unavailable", 507: "Request-Initiated",
    508: "Multiple-Session-Selection-Unsupported", 509: "Location-Info-Required",
  ]

  /// Whether a registered meaning is known: counters are kept for these alone.
  var isKnown: Bool { ErrorCause.names[rawValue] != nil }

  /// The NAS does not take, or does not agree with, some attribute of the request.
  var isOfAttributes: Bool {
    self == .unsupportedAttribute || self == .nasIdentificationMismatch || self == .invalidAttributeValue
  }

  package var description: String { ErrorCause.names[rawValue] ?? "Error-Cause-\(rawValue)" }
}
