package import AddressPool
package import NetworkAddress
package import Timebase

/// A request line of the control socket: a JSON object with `command` and what that command needs.
///
/// ```json
/// {"command":"pool.explain","address":"10.64.0.7"}
/// ```
package struct ControlRequest: Codable, Equatable, Sendable {
  package var command: ControlCommand
  package var address: IPv4Address?
  package var user: String?
  /// An Acct-Session-Id: the session that is to end (`disconnect`), or whose holdings are asked for (`poolExplain`, narrowed
  /// by `client` and `nas`).
  package var session: String?
  package var pool: String?
  package var reason: String?
  /// `sessions`: the offers and those that are over as well.
  package var all: Bool?
  /// `sessions`: only those in this state.
  package var state: LeaseState?
  package var client: String?
  package var nas: String?
  /// `poolExplain`: the newest so many holdings.
  package var limit: Int?
  /// `poolExplain`: the instant that is asked about. `poolLeaks`: now.
  package var at: Timestamp?
  /// `poolLeaks`: from when on.
  package var since: Timestamp?
  /// `poolRepair`: one action of a report; `reason` names the report.
  package var repair: RepairAction?

  /// `accountingReplay`: a part of it.
  package var replay: ReplayBatch?

  /// `accountingExport`: which page.
  package var export: ExportQuery?
  /// `accountingReport`: what to add up.
  package var usage: UsageRequest?
  /// `accountingSearch`, `sessions`: which.
  package var search: SearchRequest?

  package init(_ command: ControlCommand) { self.command = command }

  package static func report(_ usage: UsageRequest) -> ControlRequest {
    var request = ControlRequest(.accountingReport)
    request.usage = usage
    return request
  }

  package static func search(_ search: SearchRequest) -> ControlRequest {
    var request = ControlRequest(.accountingSearch)
    request.search = search
    return request
  }

  package init(_ command: ControlCommand, address: IPv4Address, reason: String? = nil) {
    self.command = command
    self.address = address
    self.reason = reason
  }

  /// `poolExplain` of the holdings of a user, newest first, present and past.
  package static func explain(user: String, limit: Int) -> ControlRequest {
    var request = ControlRequest(.poolExplain)
    request.user = user
    request.limit = limit
    return request
  }

  /// `poolExplain` of a session's holdings, each with its ledger.
  package static func explain(session: String, client: String?, nas: String?, limit: Int) -> ControlRequest {
    var request = ControlRequest(.poolExplain)
    request.session = session
    request.client = client
    request.nas = nas
    request.limit = limit
    return request
  }

  /// `poolExplain` of an address at an instant.
  package static func explain(_ address: IPv4Address, at time: Timestamp) -> ControlRequest {
    var request = ControlRequest(.poolExplain, address: address)
    request.at = time
    return request
  }

  /// `poolRepair` of one action of the report with that name.
  package static func repair(_ action: RepairAction, report: String) -> ControlRequest {
    var request = ControlRequest(.poolRepair)
    request.repair = action
    request.reason = report
    return request
  }

  package static func export(_ query: ExportQuery) -> ControlRequest {
    var request = ControlRequest(.accountingExport)
    request.export = query
    return request
  }

  package static func replay(_ batch: ReplayBatch) -> ControlRequest {
    var request = ControlRequest(.accountingReplay)
    request.replay = batch
    return request
  }

  package static func leaks(since: Timestamp, now: Timestamp) -> ControlRequest {
    var request = ControlRequest(.poolLeaks)
    request.since = since
    request.at = now
    return request
  }

  /// `disconnect` of the sessions that match.
  package static func disconnect(_ choice: SessionChoice, reason: String) -> ControlRequest {
    var request = ControlRequest(.disconnect)
    request.reason = reason
    switch choice {
    case .user(let user): request.user = user
    case .session(let session): request.session = session
    case .address(let address): request.address = address
    }
    return request
  }

  /// The sessions that a `disconnect` request names; nil unless it names them in exactly one way.
  var sessionChoice: SessionChoice? {
    switch (user, session, address) {
    case (let user?, nil, nil): .user(user)
    case (nil, let session?, nil): .session(session)
    case (nil, nil, let address?): .address(address)
    default: nil
    }
  }

  package static func show(pool: String, includesFree: Bool) -> ControlRequest {
    var request = ControlRequest(.poolShow)
    request.pool = pool
    request.all = includesFree
    return request
  }

  package static func sessions(_ scope: SessionScope, matching search: SearchRequest? = nil) -> ControlRequest {
    var request = ControlRequest(.sessions)
    request.search = search
    switch scope {
    case .live: break
    case .all: request.all = true
    case .state(let state): request.state = state
    }
    return request
  }

  /// The scope that a `sessions` request asks for.
  var sessionScope: SessionScope {
    if let state { return .state(state) }
    return all == true ? .all : .live
  }
}
