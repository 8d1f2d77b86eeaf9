package import AddressPool
import NetworkAddress
package import RADIUSWire

/// Invariant I6, durable first: what an answer said is in the ledger, whenever one looks.
package enum PromiseCheck {
  /// Compares an Access-Accept with the ledger as the store has it. Nil: the ledger knows of what it promised, or it
  /// promised no lease of ours.
  ///
  /// - Parameters:
  ///   - reply: the answer as it left.
  ///   - token: verifies its Class.
  ///   - ledger: every transition of the address that the answer names, as read from the store.
  package static func check(reply: Packet, token: LeaseToken, ledger: some Sequence<LeaseTransition>) -> AuditFinding? {
    guard reply.code == .accessAccept, let number = reply.first(.framedIPAddress)?.integer else { return nil }
    let address = IPv4Address(rawValue: number)
    guard let lease = reply.all(.classAttribute).lazy.compactMap({ token.verify($0.value) }).first else { return nil }
    let isKnown = ledger.contains { $0.lease.id == lease && $0.lease.address == address && $0.to.isLive }
    return isKnown
      ? nil
      : AuditFinding(invariant: "I6", address: address, problem: "lease \(lease) was promised and is not in the ledger")
  }
}
