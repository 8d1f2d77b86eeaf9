package import RADIUSWire

/// What `rollcall client` sends.
package enum RequestKind: String, CaseIterable, Sendable {
  case auth
  case acct
  case status
  case disconnect
  case coa
  /// What the attributes say: Packet-Type, else Acct-Status-Type for accounting, else authentication.
  case auto

  /// Nil for ``auto``.
  package var code: PacketCode? {
    switch self {
    case .auth: .accessRequest
    case .acct: .accountingRequest
    case .status: .statusServer
    case .disconnect: .disconnectRequest
    case .coa: .coaRequest
    case .auto: nil
    }
  }

  /// Where servers listen for it (RFC 2865 §3, RFC 2866 §3, RFC 5176 §2.3).
  package static func defaultPort(of code: PacketCode) -> UInt16 {
    switch code {
    case .accountingRequest: 1813
    case .disconnectRequest, .coaRequest: 3799
    default: 1812
    }
  }
}

extension PacketCode {
  /// Whether `reply` is a yes to a request of this code.
  package func isGranted(by reply: PacketCode) -> Bool {
    switch self {
    case .accessRequest: reply == .accessAccept
    case .accountingRequest: reply == .accountingResponse
    case .statusServer: reply == .accessAccept || reply == .accountingResponse
    case .disconnectRequest: reply == .disconnectACK
    case .coaRequest: reply == .coaACK
    default: false
    }
  }
}
