package import NetworkAddress

/// The configured clients, found by source address: the longest prefix wins.
package struct ClientTable: Sendable {
  package let clients: [ClientDefinition]
  /// One table a prefix length, longest first.
  private let levelsIPv4: [Level]
  private let levelsIPv6: [Level]

  private struct Level: Sendable {
    var prefixLength: Int
    var clients: [UInt128: Int]
  }

  package init(_ clients: [ClientDefinition]) {
    self.clients = clients
    levelsIPv4 = ClientTable.levels(clients, isIPv6: false)
    levelsIPv6 = ClientTable.levels(clients, isIPv6: true)
  }

  /// The index of the client that the address belongs to; nil: a stranger.
  package func index(of address: IPAddress) -> Int? {
    switch address {
    case .v4(let address):
      for level in levelsIPv4 {
        let shift = UInt32(32 - level.prefixLength)
        let network = shift == 32 ? 0 : (address.rawValue >> shift) << shift
        if let index = level.clients[UInt128(network)] { return index }
      }
    case .v6(let address):
      for level in levelsIPv6 {
        let shift = UInt128(128 - level.prefixLength)
        let network = shift == 128 ? 0 : (address.rawValue >> shift) << shift
        if let index = level.clients[network] { return index }
      }
    }
    return nil
  }

  private static func levels(_ clients: [ClientDefinition], isIPv6: Bool) -> [Level] {
    var byLength: [Int: [UInt128: Int]] = [:]
    for (index, client) in clients.enumerated() where client.block.isIPv6 == isIPv6 {
      byLength[client.block.prefixLength, default: [:]][client.block.network] = index
    }
    return byLength.sorted { $0.key > $1.key }.map { Level(prefixLength: $0.key, clients: $0.value) }
  }
}
