/// A packet's Code (RFC 2865 §3, RFC 2866 §3, RFC 5176 §2.3, RFC 5997 §2).
package struct PacketCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: UInt8

  @inlinable package init(rawValue: UInt8) { self.rawValue = rawValue }

  @inlinable package static func == (left: PacketCode, right: PacketCode) -> Bool { left.rawValue == right.rawValue }

  /// For `case`, which else asks the conformance each time.
  @inlinable package static func ~= (pattern: PacketCode, value: PacketCode) -> Bool {
    pattern.rawValue == value.rawValue
  }

  @inlinable package static var accessRequest: PacketCode { PacketCode(rawValue: 1) }
  @inlinable package static var accessAccept: PacketCode { PacketCode(rawValue: 2) }
  @inlinable package static var accessReject: PacketCode { PacketCode(rawValue: 3) }
  @inlinable package static var accountingRequest: PacketCode { PacketCode(rawValue: 4) }
  @inlinable package static var accountingResponse: PacketCode { PacketCode(rawValue: 5) }
  @inlinable package static var accessChallenge: PacketCode { PacketCode(rawValue: 11) }
  @inlinable package static var statusServer: PacketCode { PacketCode(rawValue: 12) }
  @inlinable package static var statusClient: PacketCode { PacketCode(rawValue: 13) }
  @inlinable package static var disconnectRequest: PacketCode { PacketCode(rawValue: 40) }
  @inlinable package static var disconnectACK: PacketCode { PacketCode(rawValue: 41) }
  @inlinable package static var disconnectNAK: PacketCode { PacketCode(rawValue: 42) }
  @inlinable package static var coaRequest: PacketCode { PacketCode(rawValue: 43) }
  @inlinable package static var coaACK: PacketCode { PacketCode(rawValue: 44) }
  @inlinable package static var coaNAK: PacketCode { PacketCode(rawValue: 45) }

  /// True for what asks and false for what answers or is unknown.
  package var isRequest: Bool {
    switch self {
    case .accessRequest, .accountingRequest, .statusServer, .disconnectRequest, .coaRequest: true
    default: false
    }
  }

  /// The RFCs' name ("Access-Request"); "Code-N" for a code without one.
  package var name: String {
    switch self {
    case .accessRequest: "Access-Request"
    case .accessAccept: "Access-Accept"
    case .accessReject: "Access-Reject"
    case .accountingRequest: "Accounting-Request"
    case .accountingResponse: "Accounting-Response"
    case .accessChallenge: "Access-Challenge"
    case .statusServer: "Status-Server"
    case .statusClient: "Status-Client"
    case .disconnectRequest: "Disconnect-Request"
    case .disconnectACK: "Disconnect-ACK"
    case .disconnectNAK: "Disconnect-NAK"
    case .coaRequest: "CoA-Request"
    case .coaACK: "CoA-ACK"
    case .coaNAK: "CoA-NAK"
    default: "Code-\(rawValue)"
    }
  }

  package var description: String { name }
}
