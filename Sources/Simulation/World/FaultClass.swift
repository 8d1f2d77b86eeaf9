/// What can go wrong in the world; each can be switched off alone, to find which of them a failure needs.
package struct FaultClass: OptionSet, Hashable, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  package static let loss = FaultClass(rawValue: 1)
  package static let duplication = FaultClass(rawValue: 2)
  package static let delay = FaultClass(rawValue: 4)
  package static let crash = FaultClass(rawValue: 8)
  package static let disk = FaultClass(rawValue: 16)
  package static let outage = FaultClass(rawValue: 32)
  package static let clock = FaultClass(rawValue: 64)
  package static let operatorActs = FaultClass(rawValue: 128)
  package static let reboot = FaultClass(rawValue: 256)
  package static let failover = FaultClass(rawValue: 512)
  package static let disobedience = FaultClass(rawValue: 1024)

  package static let named: [(name: String, fault: FaultClass)] = [
    ("loss", .loss), ("duplication", .duplication), ("delay", .delay), ("crash", .crash), ("disk", .disk),
    ("outage", .outage), ("clock", .clock), ("operator", .operatorActs), ("reboot", .reboot),
    ("failover", .failover), ("disobedience", .disobedience),
  ]
  package static let all = named.reduce(into: FaultClass()) { $0.insert($1.fault) }

  package var names: [String] { FaultClass.named.filter { contains($0.fault) }.map(\.name) }
}
