/// A packet's Code (RFC 2865 §3, RFC 2866 §3, RFC 5176 §2.3, RFC 5997 §2).
package struct PacketCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let accessRequest = PacketCode(rawValue: 1)
  package static let accessAccept = PacketCode(rawValue: 2)
  package static let accessReject = PacketCode(rawValue: 3)
  package static let accountingRequest = PacketCode(rawValue: 4)
  package static let accountingResponse = PacketCode(rawValue: 5)
  package static let accessChallenge = PacketCode(rawValue: 11)
  package static let statusServer = PacketCode(rawValue: 12)
  package static let statusClient = PacketCode(rawValue: 13)
  package static let disconnectRequest = PacketCode(rawValue: 40)
  package static let disconnectACK = PacketCode(rawValue: 41)
  package static let disconnectNAK = PacketCode(rawValue: 42)
  package static let coaRequest = PacketCode(rawValue: 43)
  package static let coaACK = PacketCode(rawValue: 44)
  package static let coaNAK = PacketCode(rawValue: 45)

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
