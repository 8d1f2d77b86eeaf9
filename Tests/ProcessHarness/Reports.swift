/// What `rollcall status --format json` prints: read here by the published names, not through the server's own types.
package struct StatusReport: Decodable {
  package var received: UInt64
  package var replied: UInt64
  package var replayed: UInt64
  package var dropped: [String: UInt64]
  package var inFlight: UInt64
  package var health: String
  package var counters: [String: UInt64]
  package var alarms: [Alarm]

  package struct Alarm: Decodable {
    package var id: String
    package var message: String
  }

  /// Every datagram ends in exactly one counted outcome.
  package var outcomes: UInt64 { replied + replayed + dropped.values.reduce(0, +) + inFlight }
}

/// A line of `rollcall sessions --format json`.
package struct SessionReport: Decodable {
  package var user: String
  package var client: String
  package var session: String
  package var address: String?
  package var state: String
  package var inputOctets: UInt64
  package var outputOctets: UInt64
}

/// A line of `rollcall pool list --format json`.
package struct PoolReport: Decodable, Equatable {
  package var pool: String
  package var size: Int
  package var free: Int
  package var offered: Int
  package var active: Int
  package var suspect: Int
  package var quarantined: Int
  package var reserved: Int

  package init(
    pool: String, size: Int, free: Int, offered: Int = 0, active: Int = 0, suspect: Int = 0, quarantined: Int = 0,
    reserved: Int = 0
  ) {
    self.pool = pool
    self.size = size
    self.free = free
    self.offered = offered
    self.active = active
    self.suspect = suspect
    self.quarantined = quarantined
    self.reserved = reserved
  }
}

/// `rollcall pool explain ADDRESS --format json`.
package struct ExplainReport: Decodable {
  package struct Event: Decodable {
    package var time: String
    package var from: String
    package var to: String
    package var cause: String
    package var match: String?
    package var note: String
    package var count: UInt32
    package var lease: UInt64?
    package var user: String?
    package var session: String?
  }

  package var address: String
  package var pool: String?
  package var state: String
  package var user: String?
  package var client: String?
  package var session: String?
  package var since: String?
  package var deadline: String?
  package var history: [Event]
}

/// `rollcall pool audit --format json`.
package struct AuditReport: Decodable {
  package struct Address: Decodable {
    package var address: String
    package var state: String
    package var user: String?
  }

  package struct Fault: Decodable {
    package var invariant: String
    package var address: String?
    package var problem: String
  }

  package var pools: [PoolReport]
  package var outside: [Address]
  package var faults: [Fault]
}

/// A line of `rollcall disconnect --format json`.
package struct DisconnectReport: Decodable {
  package var address: String
  package var user: String
  package var session: String
  package var nas: String
  package var outcome: String
  package var errorCause: String?
}
