import NetworkAddress
import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire

extension EntryCompiler {
  /// Octets of reply items that one entry may send: what a packet holds beside its header, a Message-Authenticator,
  /// and the address, times and Class that the server adds.
  static let replyLengthMax = WireLimits.packetLengthMax - WireLimits.packetLengthMin - 128

  func fallsThrough(_ item: RawItem) throws(UsersFileError) -> Bool {
    guard AssignmentOperator(item.operation) != nil else {
      throw item.error("Fall-Through \(item.operation.rawValue) compares nothing", "write Fall-Through = Yes")
    }
    switch item.value.text.lowercased() {
    case "yes", "1": return true
    case "no", "0": return false
    default: throw item.error("Fall-Through \"\(item.value.text)\" is neither Yes nor No", "write Fall-Through = Yes")
    }
  }

  func replyItem(_ item: RawItem) throws(UsersFileError) -> ReplyItem {
    let definition = try attribute(of: item)
    guard definition.path.isOnTheWire, !definition.flags.isVirtual else {
      throw item.error(
        "\(definition.name) is never sent, so it has no place among the reply items",
        "write it on the entry's first line, with :=")
    }
    guard !EntryCompiler.serverOnly.contains(definition.path.numbers) else {
      throw item.error("\(definition.name) is written by the server alone", "take it out")
    }
    if item.operation == .doesNotExist {
      let pair = AttributePair(definition, tag: item.tag, value: .octets([]))
      return ReplyItem(operation: .remove, pair: pair, destination: .nowhere)
    }
    guard let assignment = AssignmentOperator(item.operation) else {
      throw item.error(
        "\(definition.name) \(item.operation.rawValue) compares, which reply items do not",
        "write = := += or !*, or move it to the entry's first line")
    }
    guard !definition.type.isStructural else {
      throw item.error("\(definition.name) has no value of its own", "write the attributes inside of it")
    }
    if item.value.holdsExpansion { return try templateItem(item, definition, assignment) }
    let pair = AttributePair(definition, tag: item.tag, value: try value(of: item, as: definition))
    return ReplyItem(operation: .assign(assignment), pair: pair, destination: try destination(of: pair, item))
  }

  func prepare(_ items: [ReplyItem], of raw: RawEntry) throws(UsersFileError) -> PreparedReply {
    var list: [ReplyItem] = []
    ReplyItem.merge(items, into: &list)
    let reply: PreparedReply
    do {
      reply = try PreparedReply(list, dictionary: dictionary)
    } catch {
      throw raw.place.error("the reply items cannot be encoded: \(error.message)", error.remedy)
    }
    guard reply.encodedLength <= EntryCompiler.replyLengthMax else {
      throw raw.place.error(
        "the reply items take \(reply.encodedLength) octets",
        "send at most \(EntryCompiler.replyLengthMax): a RADIUS packet holds no more")
    }
    return reply
  }

  private func templateItem(
    _ item: RawItem, _ definition: AttributeDefinition, _ assignment: AssignmentOperator
  ) throws(UsersFileError) -> ReplyItem {
    guard definition.type == .string, definition.flags.encryption == .none else {
      throw item.error("\(definition.name) takes no %{...}", "write a value, or use %{...} in an attribute of text")
    }
    do {
      let template = try ReplyTemplate(item.value.bytes, dictionary: dictionary)
      let pair = AttributePair(definition, tag: item.tag, value: .string([]))
      return ReplyItem(operation: .assign(assignment), pair: pair, destination: .template(template))
    } catch {
      throw item.error("\(definition.name): \(error.message)", error.remedy)
    }
  }

  private func destination(of pair: AttributePair, _ item: RawItem) throws(UsersFileError) -> ReplyItem.Destination {
    switch (pair.definition.path.numbers, pair.value) {
    case ([8], .ipv4Address(let address)): return .framedIPAddress(address)
    case ([27], .integer(let seconds)):
      guard seconds > 0 else {
        throw item.error("Session-Timeout of 0 s ends a session at once", "leave it out: the pool's then counts")
      }
      return .sessionTimeout(UInt32(truncatingIfNeeded: seconds))
    case ([85], .integer(let seconds)): return .interimInterval(UInt32(truncatingIfNeeded: seconds))
    default: break
    }
    if let octets = pair.value.octets, octets.isEmpty {
      throw item.error("\(pair.definition.name) is empty, which RADIUS does not send", "write a value, or take it out")
    }
    let isHidden = pair.definition.flags.encryption != .none
    do {
      // What is hidden is encoded here once, to find a value that is too long before a request does.
      let hiding = ReplyHiding(secret: SharedSecret("x"), requestAuthenticator: .zero, salt: 0)
      let octets = try hiding.encode([pair], dictionary)
      return isHidden ? .hidden : .encoded(octets)
    } catch {
      throw item.error("\(pair.definition.name): \(error.message)", error.remedy)
    }
  }

  /// Proxy-State, State, EAP-Message and Message-Authenticator: they belong to the exchange, not to the user.
  private static let serverOnly: Set<[UInt32]> = [[24], [33], [79], [80]]
}
