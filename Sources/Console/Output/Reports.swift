internal import AddressPool
package import Admin
internal import NetworkAddress
internal import Timebase

/// The lists that commands print, each with its columns.
package enum Reports {
  package static func pools(_ pools: [PoolSummary]) -> Report<PoolSummary> {
    func figure(_ key: String, _ title: String, _ path: KeyPath<PoolSummary, Int>) -> Column<PoolSummary> {
      Column(key, title, .right) { Quantity.grouped($0[keyPath: path]) }
    }
    return Report(
      pools,
      columns: [
        Column("pool", "POOL") { $0.pool }, figure("size", "SIZE", \.size), figure("free", "FREE", \.free),
        figure("offered", "OFFERED", \.offered), figure("active", "ACTIVE", \.active),
        figure("suspect", "SUSPECT", \.suspect), figure("quarantined", "QUARANTINED", \.quarantined),
        figure("reserved", "RESERVED", \.reserved),
      ], whenEmpty: "The configuration has no pool.")
  }

  package static func addresses(_ addresses: [PoolAddress], pool: String) -> Report<PoolAddress> {
    Report(
      addresses,
      columns: [
        Column("address", "ADDRESS") { $0.address.description }, Column("state", "STATE") { $0.state.name },
        Column("user", "USER") { $0.user ?? "" }, Column("client", "CLIENT") { $0.client ?? "" },
        Column("session", "SESSION") { $0.session ?? "" },
        Column("since", "SINCE") { $0.since.map { Quantity.time($0) } ?? "" },
        Column("deadline", "UNTIL") { $0.deadline.map { Quantity.time($0) } ?? "" },
      ], whenEmpty: "Every address of pool \(pool) is free.")
  }

  package static func sessions(_ sessions: [SessionSummary]) -> Report<SessionSummary> {
    Report(
      sessions,
      columns: [
        Column("user", "USER") { $0.user }, Column("client", "CLIENT") { $0.client },
        Column("session", "SESSION") { $0.session },
        Column("address", "ADDRESS") { $0.address?.description ?? "" },
        Column("start", "START") { Quantity.time($0.start) },
        Column("lastSeen", "LAST SEEN") { Quantity.time($0.lastSeen) },
        Column("inputOctets", "IN", .right) { Quantity.octets($0.inputOctets) },
        Column("outputOctets", "OUT", .right) { Quantity.octets($0.outputOctets) },
        Column("state", "STATE") { $0.state }, Column("nas", "") { $0.nas },
      ], whenEmpty: "No such session.")
  }

  package static func history(_ events: [ExplainedEvent]) -> Report<ExplainedEvent> {
    Report(
      events,
      columns: [
        Column("time", "TIME") { Quantity.time($0.time, exact: true) }, Column("from", "FROM") { $0.from.name },
        Column("to", "TO") { $0.to.name }, Column("cause", "CAUSE") { $0.cause },
        Column("match", "MATCH") { $0.match ?? "" }, Column("note", "NOTE") { $0.note },
        Column("count", "COUNT", .right) { String($0.count) },
        Column("lease", "LEASE", .right) { $0.lease.map(String.init) ?? "" }, Column("user", "USER") { $0.user ?? "" },
        Column("client", "CLIENT") { $0.client ?? "" }, Column("session", "SESSION") { $0.session ?? "" },
      ], whenEmpty: "Nothing ever happened to it.")
  }

  package static func faults(_ faults: [AuditFault]) -> Report<AuditFault> {
    Report(
      faults,
      columns: [
        Column("invariant", "RULE") { $0.invariant }, Column("address", "ADDRESS") { $0.address?.description ?? "" },
        Column("problem", "PROBLEM") { $0.problem },
      ], whenEmpty: "No fault.")
  }
}

extension Reports {
  package static func disconnects(_ reports: [DisconnectReport]) -> Report<DisconnectReport> {
    Report(
      reports,
      columns: [
        Column("address", "ADDRESS") { $0.address.description }, Column("user", "USER") { $0.user },
        Column("session", "SESSION") { $0.session }, Column("nas", "NAS") { $0.nas },
        Column("outcome", "OUTCOME") { $0.outcome }, Column("errorCause", "ERROR CAUSE") { $0.errorCause ?? "" },
      ], whenEmpty: "No such session.")
  }

  package static func changes(_ changes: [ChangeReport]) -> Report<ChangeReport> {
    Report(
      changes,
      columns: [
        Column("address", "ADDRESS") { $0.address.description }, Column("pool", "POOL") { $0.pool },
        Column("time", "TIME") { Quantity.time($0.time) }, Column("from", "FROM") { $0.from.name },
        Column("to", "TO") { $0.to.name }, Column("user", "USER") { $0.user ?? "" },
        Column("session", "SESSION") { $0.session ?? "" }, Column("note", "NOTE") { $0.note },
      ], whenEmpty: "Nothing was changed.")
  }
}
