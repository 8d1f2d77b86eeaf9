import NetworkAddress

/// What is remembered of a source address: its text, and what `auto` learnt from its behaviour.
struct SourceHabits {
  var text: String
  /// It has sent an Access-Request with a right Message-Authenticator: from now on it must (CVE-2024-3596).
  var sendsMessageAuthenticator = false
  /// Its first Access-Request had no Proxy-State: it is no proxy. Nil: none was seen yet.
  var isProxy: Bool?
}

/// The habits of source addresses, bounded: when full, what was learnt is forgotten and learnt anew.
struct SourceTable {
  private var sources: [IPAddress: SourceHabits] = [:]
  private let capacity: Int

  init(capacity: Int) { self.capacity = capacity }

  mutating func habits(of address: IPAddress) -> SourceHabits {
    if let habits = sources[address] { return habits }
    if sources.count >= capacity { sources.removeAll(keepingCapacity: true) }
    let habits = SourceHabits(text: address.description)
    sources[address] = habits
    return habits
  }

  mutating func set(_ habits: SourceHabits, of address: IPAddress) { sources[address] = habits }
}
