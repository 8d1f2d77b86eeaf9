import NetworkAddress
import RADIUSDictionary

/// The reply items of the entries that matched, ready to be sent. For one entry alone it is made when the file is read.
struct PreparedReply: Sendable {
  enum Segment: Sendable {
    case encoded([UInt8])
    case hidden(AttributePair)
    case template(AttributePair, ReplyTemplate)
  }

  private(set) var segments: [Segment] = []
  private(set) var framedIPAddress: IPv4Address?
  /// 255.255.255.254 or 255.255.255.255, RFC 2865 §5.8.
  private(set) var addressWithoutPool: IPv4Address?
  private(set) var sessionTimeout: UInt32?
  private(set) var interimInterval: UInt32?
  /// Those that are Reply-Message attributes, which a reject may carry too.
  private(set) var messages: [Segment] = []
  /// Whether the items set the policy or the types of MPPE themselves.
  private(set) var setsEncryption = false

  /// - Throws: when nested attributes, which must be encoded together, do not fit.
  init(_ items: [ReplyItem], dictionary: AttributeDictionary) throws(ValueError) {
    var nested: [AttributePair] = []
    var encoded: [UInt8] = []
    for item in items {
      guard case .assign = item.operation else { continue }
      if item.pair.definition.vendor == MicrosoftAttribute.vendor, case .encoded = item.destination {
        setsEncryption = setsEncryption || MicrosoftAttribute.encryption.contains(item.pair.definition.number)
      }
      switch item.destination {
      case .encoded(let octets):
        if item.isNested {
          nested.append(item.pair)
        } else {
          encoded += octets
        }
        if item.pair.definition.path == PreparedReply.replyMessage { messages.append(.encoded(octets)) }
      case .hidden:
        if !encoded.isEmpty { segments.append(.encoded(encoded)) }
        encoded = []
        segments.append(.hidden(item.pair))
      case .template(let template):
        if !encoded.isEmpty { segments.append(.encoded(encoded)) }
        encoded = []
        let segment = Segment.template(item.pair, template)
        segments.append(segment)
        if item.pair.definition.path == PreparedReply.replyMessage { messages.append(segment) }
      case .framedIPAddress(let address): take(address)
      case .sessionTimeout(let seconds): sessionTimeout = sessionTimeout ?? seconds
      case .interimInterval(let seconds): interimInterval = interimInterval ?? seconds
      case .nowhere: break
      }
    }
    if !nested.isEmpty { encoded += try dictionary.encode(nested) }
    if !encoded.isEmpty { segments.append(.encoded(encoded)) }
  }

  /// An empty reply.
  init() {}

  /// The octets that are the same for every request.
  var encodedLength: Int {
    segments.reduce(0) { if case .encoded(let octets) = $1 { $0 + octets.count } else { $0 } }
  }

  /// The first address counts. 255.255.255.254 leaves it to the NAS, 255.255.255.255 to the user.
  private mutating func take(_ address: IPv4Address) {
    guard framedIPAddress == nil, addressWithoutPool == nil else { return }
    if address.rawValue >= PreparedReply.chosenByNAS {
      addressWithoutPool = address
    } else {
      framedIPAddress = address
    }
  }

  private static let chosenByNAS: UInt32 = 0xffff_fffe
  private static let replyMessage = AttributePath([18])
}
