extension JSONValue {
  /// A value's JSON. What is nil becomes `null` and keeps its key, so that the shape is the same for every value.
  package init(encoding value: some Encodable) throws {
    let node = JSONNode()
    try node.encode(value, codingPath: [])
    self = node.value
  }
}

/// A place in the tree that is being built.
private final class JSONNode {
  enum Content {
    case value(JSONValue)
    case array([JSONNode])
    case object([(key: String, node: JSONNode)])
  }

  var content = Content.value(.null)

  var value: JSONValue {
    switch content {
    case .value(let value): value
    case .array(let nodes): .array(nodes.map(\.value))
    case .object(let members): .object(members.map { JSONValue.Member(key: $0.key, value: $0.node.value) })
    }
  }

  func member(_ key: String) -> JSONNode {
    let node = JSONNode()
    if case .object(var members) = content {
      members.append((key, node))
      content = .object(members)
    } else {
      content = .object([(key, node)])
    }
    return node
  }

  func element() -> JSONNode {
    let node = JSONNode()
    if case .array(var nodes) = content {
      nodes.append(node)
      content = .array(nodes)
    } else {
      content = .array([node])
    }
    return node
  }

  func encode(_ value: some Encodable, codingPath: [any CodingKey]) throws {
    try value.encode(to: OrderedEncoder(node: self, codingPath: codingPath))
    if case .object(let members) = content, value is [String: UInt64] || value is [String: Int] {
      content = .object(members.sorted { $0.key < $1.key })
    }
  }
}

private struct OrderedEncoder: Encoder {
  let node: JSONNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .value = node.content { node.content = .object([]) }
    return KeyedEncodingContainer(OrderedKeyedContainer<Key>(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.content = .array([])
    return OrderedListContainer(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    OrderedValueContainer(node: node, codingPath: codingPath)
  }
}

private struct OrderedKeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: JSONNode
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) { _ = node.member(key.stringValue) }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try node.member(key.stringValue).encode(value, codingPath: codingPath + [key])
  }

  // Without these a nil would leave its key out.
  func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try keep(value, key) }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try keep(value, key) }

  private func keep(_ value: (some Encodable)?, _ key: Key) throws {
    if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    let nested = node.member(key.stringValue)
    return OrderedEncoder(node: nested, codingPath: codingPath + [key]).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    OrderedEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key]).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { OrderedEncoder(node: node.member("super"), codingPath: codingPath) }

  func superEncoder(forKey key: Key) -> any Encoder {
    OrderedEncoder(node: node.member(key.stringValue), codingPath: codingPath + [key])
  }
}

private struct OrderedListContainer: UnkeyedEncodingContainer {
  let node: JSONNode
  let codingPath: [any CodingKey]

  var count: Int { if case .array(let nodes) = node.content { nodes.count } else { 0 } }

  func encodeNil() { _ = node.element() }

  func encode(_ value: some Encodable) throws { try node.element().encode(value, codingPath: codingPath) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    OrderedEncoder(node: node.element(), codingPath: codingPath).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    OrderedEncoder(node: node.element(), codingPath: codingPath).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { OrderedEncoder(node: node.element(), codingPath: codingPath) }
}

private struct OrderedValueContainer: SingleValueEncodingContainer {
  let node: JSONNode
  let codingPath: [any CodingKey]

  func encodeNil() { node.content = .value(.null) }
  func encode(_ value: Bool) { node.content = .value(.boolean(value)) }
  func encode(_ value: String) { node.content = .value(.string(value)) }
  func encode(_ value: Double) { node.content = .value(value.isFinite ? .number("\(value)") : .null) }
  func encode(_ value: Float) { encode(Double(value)) }
  func encode(_ value: Int) { number(value) }
  func encode(_ value: Int8) { number(value) }
  func encode(_ value: Int16) { number(value) }
  func encode(_ value: Int32) { number(value) }
  func encode(_ value: Int64) { number(value) }
  func encode(_ value: UInt) { number(value) }
  func encode(_ value: UInt8) { number(value) }
  func encode(_ value: UInt16) { number(value) }
  func encode(_ value: UInt32) { number(value) }
  func encode(_ value: UInt64) { number(value) }
  func encode(_ value: some Encodable) throws { try node.encode(value, codingPath: codingPath) }

  private func number(_ value: some BinaryInteger) { node.content = .value(.number(String(value))) }
}
