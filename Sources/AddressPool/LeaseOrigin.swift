/// Where sessions come from: a NAS under the client that it belongs to. One object for all sessions of a NAS, so that a
/// lease costs a reference and not two texts.
package final class LeaseOrigin: Sendable {
  /// The configured client's name.
  package let client: String
  /// The NAS: source address with NAS-Identifier, NAS-IP-Address or alone (docs/architecture.md, "A NAS").
  package let nas: String
  /// Of `nas`, made once.
  let nasHash: Int

  package init(client: String, nas: String) {
    self.client = client
    self.nas = nas
    nasHash = nas.hashValue
  }

  static func isSameNAS(_ left: LeaseOrigin, _ right: LeaseOrigin) -> Bool { left === right || left.nas == right.nas }
}

extension LeaseOrigin: Hashable {
  package static func == (left: LeaseOrigin, right: LeaseOrigin) -> Bool {
    left === right || left.nas == right.nas && left.client == right.client
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(nas)
    hasher.combine(client)
  }
}
