/// Who holds, or last held, an address: what its NAS and its user said of themselves.
///
/// Two references, whatever the texts are: to the NAS, which all of its sessions share, and to the rest, packed.
package struct LeaseHolder: Hashable, Sendable {
  package var origin: LeaseOrigin
  private(set) var texts: HolderTexts

  /// A session as its packet tells of it. Empty texts: what the NAS did not send. `callingStation`: as it came.
  package init(
    origin: LeaseOrigin, user: Span<UInt8>, session: Span<UInt8>, nasPort: UInt32?, nasPortID: Span<UInt8>,
    callingStation: Span<UInt8>, ask: AskParts? = nil
  ) {
    self.origin = origin
    texts = HolderTexts(
      user: user, session: session, nasPortID: nasPortID, callingStation: callingStation, nasPort: nasPort, ask: ask)
  }

  /// A session that a store kept. `packed`: user, Acct-Session-Id, NAS-Port-Id and Calling-Station-Id, all in ASCII, each
  /// behind its length in one octet, which is below 128.
  package init(origin: LeaseOrigin, packed: UnsafeRawBufferPointer, nasPort: UInt32?, ask: AskParts?) {
    self.origin = origin
    texts = HolderTexts(packed: packed, nasPort: nasPort, ask: ask)
  }

  package init(
    user: String, client: String, nas: String, session: String = "", nasPort: UInt32? = nil, nasPortID: String = "",
    callingStation: String = "", ask: AskParts? = nil
  ) {
    let (user, session) = (Array(user.utf8), Array(session.utf8))
    let (nasPortID, callingStation) = (Array(nasPortID.utf8), Array(callingStation.utf8))
    self.init(
      origin: LeaseOrigin(client: client, nas: nas), user: user.span, session: session.span, nasPort: nasPort,
      nasPortID: nasPortID.span, callingStation: callingStation.span, ask: ask)
  }

  /// User-Name as it came.
  package var user: String {
    get { texts.text(.user) }
    set { set(user: Array(newValue.utf8)) }
  }
  /// The configured client's name.
  package var client: String {
    get { origin.client }
    set { origin = LeaseOrigin(client: newValue, nas: origin.nas) }
  }
  /// The NAS: source address with NAS-Identifier, NAS-IP-Address or alone (docs/architecture.md, "A NAS").
  package var nas: String {
    get { origin.nas }
    set { origin = LeaseOrigin(client: origin.client, nas: newValue) }
  }
  /// Acct-Session-Id as it came; empty until known.
  package var session: String {
    get { texts.text(.session) }
    set { set(session: Array(newValue.utf8)) }
  }
  /// NAS-Port; nil where the NAS sent none.
  package var nasPort: UInt32? {
    get { texts.nasPort }
    set { set(nasPort: .some(newValue)) }
  }
  /// NAS-Port-Id; empty where the NAS sent none.
  package var nasPortID: String { texts.text(.nasPortID) }
  /// Calling-Station-Id as it came, for who sent it (RFC 5176 §3); empty where the NAS sent none.
  package var callingStationSent: String { texts.text(.callingStation) }
  /// Calling-Station-Id as it is compared: devices write one MAC in several ways, so letters are lowered and separators
  /// left out. A value of separators alone stays as it is.
  package var callingStation: String {
    texts.withOctets(of: .callingStation) { sent in
      let kept = sent.compactMap(LeaseHolder.normalised)
      return String(decoding: kept.isEmpty ? Array(sent) : kept, as: UTF8.self)
    }
  }

  package var hasUser: Bool { !texts.isEmpty(.user) }
  package var hasSession: Bool { !texts.isEmpty(.session) }
  package var hasCallingStation: Bool { !texts.isEmpty(.callingStation) }
  package var hasNASPortID: Bool { !texts.isEmpty(.nasPortID) }

  /// What made it known which ask the Access-Request was; nil for a holder that only accounting told of.
  package var ask: AskParts? {
    get { texts.ask }
    set { texts.ask = newValue }
  }

  package func isSameUser(as other: LeaseHolder) -> Bool { texts.isEqual(.user, other.texts) }
  package func isSameNAS(as other: LeaseHolder) -> Bool { LeaseOrigin.isSameNAS(origin, other.origin) }
  package func isSameSessionName(as other: LeaseHolder) -> Bool { texts.isEqual(.session, other.texts) }

  /// Whether both name one session: NAS and Acct-Session-Id together do, neither does alone.
  package func isSameSession(as other: LeaseHolder) -> Bool { isSameSessionName(as: other) && isSameNAS(as: other) }

  /// Whether a repeated Access-Request is the same ask (docs/architecture.md, "Identity of an ask"). What a session
  /// learnt of itself after it asked does not count.
  package func isSameAsk(as other: LeaseHolder) -> Bool {
    guard let parts = ask, parts == other.ask, isSameUser(as: other), isSameNAS(as: other) else { return false }
    return (!parts.contains(.session) || isSameSessionName(as: other))
      && (!parts.contains(.nasPortID) || texts.isEqual(.nasPortID, other.texts))
      && (!parts.contains(.nasPort) || nasPort == other.nasPort)
      && (!parts.contains(.callingStation) || isSameStation(as: other))
  }

  /// Marks the holder as one that asks: by Acct-Session-Id where the NAS sends it, else by those of NAS-Port-Id, NAS-Port
  /// and Calling-Station-Id that are present.
  package mutating func markAsAsk() {
    if hasSession {
      ask = .session
    } else {
      var parts: AskParts = []
      if hasNASPortID { parts.insert(.nasPortID) }
      if nasPort != nil { parts.insert(.nasPort) }
      if hasCallingStation { parts.insert(.callingStation) }
      ask = parts
    }
  }

  /// Whether the Calling-Station-Ids are one, however they are written.
  package func isSameStation(as other: LeaseHolder) -> Bool {
    texts.isEqual(.callingStation, other.texts) || callingStation == other.callingStation
  }

  /// Takes from `other` what is not known yet.
  package mutating func learn(from other: LeaseHolder) {
    let learnsSession = !hasSession && other.hasSession
    let learnsPort = nasPort == nil && other.nasPort != nil
    let learnsStation = !hasCallingStation && other.hasCallingStation
    guard learnsSession || learnsPort || learnsStation else { return }
    set(
      session: learnsSession ? other.texts.octets(of: .session) : nil,
      nasPort: learnsPort ? .some(other.nasPort) : nil,
      callingStation: learnsStation ? other.texts.octets(of: .callingStation) : nil)
  }

  private mutating func set(
    user: [UInt8]? = nil, session: [UInt8]? = nil, nasPort: UInt32?? = nil, callingStation: [UInt8]? = nil
  ) {
    let user = user ?? texts.octets(of: .user)
    let session = session ?? texts.octets(of: .session)
    let nasPortID = texts.octets(of: .nasPortID)
    let callingStation = callingStation ?? texts.octets(of: .callingStation)
    texts = HolderTexts(
      user: user.span, session: session.span, nasPortID: nasPortID.span, callingStation: callingStation.span,
      nasPort: nasPort ?? texts.nasPort, ask: texts.ask)
  }

  /// Lends the octets of user, Acct-Session-Id, NAS-Port-Id and Calling-Station-Id as it came, in this order.
  package func withTexts(_ body: (UnsafeRawBufferPointer) -> Void) {
    for part in HolderTexts.Part.allCases { texts.withOctets(of: part) { body(UnsafeRawBufferPointer($0)) } }
  }

  /// An octet of a Calling-Station-Id as it is compared; nil: a separator.
  private static func normalised(_ octet: UInt8) -> UInt8? {
    switch octet {
    case 0x30...0x39, 0x61...0x7a, 0x80...: octet
    case 0x41...0x5a: octet | 0x20
    default: nil
    }
  }
}

// MARK: - Keys of the lease table's indexes

extension LeaseHolder {
  /// Octets of a user's name, hashed.
  static func hash(user: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(user))
    return UInt32(truncatingIfNeeded: hasher.finalize())
  }

  var userHash: UInt32 { texts.withOctets(of: .user) { LeaseHolder.hash(user: $0) } }

  /// Of NAS and Acct-Session-Id.
  var sessionHash: UInt32 {
    var hasher = Hasher()
    hasher.combine(origin.nasHash)
    texts.withOctets(of: .session) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    return UInt32(truncatingIfNeeded: hasher.finalize())
  }

  /// Of what ``isSameAsk(as:)`` compares.
  var askHash: UInt32 {
    var hasher = Hasher()
    hasher.combine(origin.nasHash)
    texts.withOctets(of: .user) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    guard let parts = ask else { return UInt32(truncatingIfNeeded: hasher.finalize()) }
    hasher.combine(parts.rawValue)
    if parts.contains(.session) { texts.withOctets(of: .session) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) } }
    if parts.contains(.nasPortID) {
      texts.withOctets(of: .nasPortID) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
    if parts.contains(.nasPort) { hasher.combine(nasPort) }
    if parts.contains(.callingStation) {
      texts.withOctets(of: .callingStation) { sent in
        var kept = 0
        for octet in sent {
          if let octet = LeaseHolder.normalised(octet) {
            hasher.combine(octet)
            kept += 1
          }
        }
        if kept == 0 { hasher.combine(bytes: UnsafeRawBufferPointer(sent)) }
      }
    }
    return UInt32(truncatingIfNeeded: hasher.finalize())
  }

  func isUser(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    texts.withOctets(of: .user) { HolderTexts.isEqual($0, name) }
  }
}
