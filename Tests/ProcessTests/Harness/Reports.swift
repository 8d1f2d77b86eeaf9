/// What `rollcall status --format json` prints: read here by the published names, not through the server's own types.
struct StatusReport: Decodable {
  var received: UInt64
  var replied: UInt64
  var replayed: UInt64
  var dropped: [String: UInt64]
  var inFlight: UInt64
  var health: String

  /// Every datagram ends in exactly one counted outcome.
  var outcomes: UInt64 { replied + replayed + dropped.values.reduce(0, +) + inFlight }
}

/// A line of `rollcall sessions --format json`.
struct SessionReport: Decodable {
  var user: String
  var client: String
  var session: String
  var address: String
  var state: String
  var inputOctets: UInt64
  var outputOctets: UInt64
}

/// A line of `rollcall pool list --format json`.
struct PoolReport: Decodable, Equatable {
  var pool: String
  var size: Int
  var free: Int
  var offered: Int
  var active: Int
  var suspect: Int
  var quarantined: Int
  var reserved: Int
}

/// `rollcall pool explain ADDRESS --format json`.
struct ExplainReport: Decodable {
  struct Event: Decodable {
    var time: String
    var from: String
    var to: String
    var cause: String
  }

  var address: String
  var pool: String?
  var state: String
  var user: String?
  var client: String?
  var session: String?
  var since: String?
  var deadline: String?
  var history: [Event]
}
