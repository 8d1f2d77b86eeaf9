import NetworkAddress
import RADIUSDictionary

/// A reply item, parsed, and encoded as far as that is possible before a request is there.
struct ReplyItem: Sendable {
  enum Operation: Sendable {
    case assign(AssignmentOperator)
    /// `!*`: takes away what earlier entries brought.
    case remove
  }

  /// Where the item goes.
  enum Destination: Sendable {
    /// Into the reply as these octets, for every request alike.
    case encoded([UInt8])
    /// Into the reply, hidden under the request's authenticator and the client's secret.
    case hidden
    /// Into the reply with values of the request in it.
    case template(ReplyTemplate)
    case framedIPAddress(IPv4Address)
    case sessionTimeout(UInt32)
    case interimInterval(UInt32)
    /// Nowhere: an item that only takes away.
    case nowhere
  }

  var operation: Operation
  var pair: AttributePair
  var destination: Destination

  /// Whether it lies inside of another attribute, together with others of the same parent.
  var isNested: Bool {
    let path = pair.definition.path
    return path.numbers.count > (path.vendor == nil ? 1 : 3)
  }

  /// Takes the items of a further entry into those of earlier ones. `=`, `:=` and `!*` look only at what earlier entries
  /// brought, so that items of one entry do not get into each other's way.
  static func merge(_ items: [ReplyItem], into list: inout [ReplyItem]) {
    let earlier = Set(list.map(\.pair.definition.path))
    var replaced: Set<AttributePath> = []
    var added: [ReplyItem] = []
    for item in items {
      let path = item.pair.definition.path
      switch item.operation {
      case .assign(.append): added.append(item)
      case .assign(.add): if !earlier.contains(path) { added.append(item) }
      case .assign(.set):
        replaced.insert(path)
        added.append(item)
      case .remove: replaced.insert(path)
      }
    }
    if !replaced.isEmpty { list.removeAll { replaced.contains($0.pair.definition.path) } }
    list += added
  }
}
