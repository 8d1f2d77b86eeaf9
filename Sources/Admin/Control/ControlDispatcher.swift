internal import Foundation
internal import NetworkAddress
internal import Storage

/// Answers request lines. No socket is in it, so that tests call it as the server does.
package struct ControlDispatcher: Sendable {
  private let target: any ControlTarget

  package init(target: any ControlTarget) { self.target = target }

  /// The answer line, with its newline.
  package func answer(line: [UInt8], by operator: Operator) async -> [UInt8] {
    let request: ControlRequest
    do {
      request = try JSONDecoder().decode(ControlRequest.self, from: Data(line))
    } catch {
      return encode(failure: ControlError(.invalid, "the request is no JSON object with a known `command`"))
    }
    do throws(ControlError) {
      return try await perform(request, by: `operator`)
    } catch {
      return encode(failure: error)
    }
  }

  /// The answer to a request of this process.
  /// - Throws: ``ControlError`` when the answer is a no.
  package func answer<Value: Codable & Sendable>(
    _ request: ControlRequest, as type: Value.Type, by operator: Operator
  ) async throws(ControlError) -> Value {
    guard let response = ControlResponse<Value>(line: try await perform(request, by: `operator`)) else {
      throw ControlError(.invalid, "the answer to \(request.command.rawValue) is of another type")
    }
    return try response.value()
  }

  /// The answer to a line that is over a limit or cannot be read.
  package func refusal(_ message: String) -> [UInt8] { encode(failure: ControlError(.invalid, message)) }

  private func perform(_ request: ControlRequest, by operator: Operator) async throws(ControlError) -> [UInt8] {
    switch request.command {
    case .poolList: return encode(try await target.poolSummaries())
    case .poolShow:
      guard let pool = request.pool else { throw ControlError(.invalid, "pool.show needs `pool`") }
      return encode(try await target.addresses(inPool: pool, includesFree: request.all == true))
    case .poolExplain:
      return try await explain(request)
    case .poolRelease:
      let reason = try reason(of: request)
      return encode(
        ChangeReport(try await target.release(try address(of: request), reason: reason, by: `operator`)))
    case .poolReserve:
      let reason = try reason(of: request)
      return encode(
        ChangeReport(try await target.reserve(try address(of: request), reason: reason, by: `operator`)))
    case .poolUnreserve:
      let reason = try reason(of: request)
      return encode(
        ChangeReport(try await target.unreserve(try address(of: request), reason: reason, by: `operator`)))
    case .poolAudit: return encode(try await target.audit())
    case .poolRepairPlan: return encode(try await target.repairPlan())
    case .poolRepair:
      let report = try reason(of: request)
      guard let action = request.repair, !report.isEmpty else {
        throw ControlError(.invalid, "pool.repair needs `repair` and, in `reason`, the report's name")
      }
      return encode(try await target.repair(action, report: report, by: `operator`))
    case .poolLeaks:
      guard let since = request.since, let now = request.at else {
        throw ControlError(.invalid, "pool.leaks needs `since` and `at`")
      }
      return encode(try await target.leaks(since: since, now: now))
    case .tokenRotate: return encode(try await target.rotateTokenKey(by: `operator`))
    case .sessions: return encode(try await target.sessions(request.sessionScope, matching: request.search))
    case .accountingReport:
      guard let usage = request.usage else { throw ControlError(.invalid, "accounting.report needs `usage`") }
      return encode(try await target.usage(usage))
    case .accountingSearch:
      guard let search = request.search else { throw ControlError(.invalid, "accounting.search needs `search`") }
      return encode(try await target.search(search))
    case .disconnect:
      guard let choice = request.sessionChoice else {
        throw ControlError(.invalid, "disconnect needs one of `user`, `session` and `address`")
      }
      return encode(try await target.disconnect(choice, reason: try reason(of: request), by: `operator`))
    case .accountingExport:
      guard let query = request.export else { throw ControlError(.invalid, "accounting.export needs `export`") }
      return encode(try await target.page(of: query))
    case .accountingReplay:
      guard let batch = request.replay else { throw ControlError(.invalid, "accounting.replay needs `replay`") }
      return encode(try await target.replay(batch, by: `operator`))
    case .status: return encode(try await target.status())
    case .reload: return encode(try await target.reload(by: `operator`))
    }
  }

  private func explain(_ request: ControlRequest) async throws(ControlError) -> [UInt8] {
    if request.user != nil || request.session != nil {
      let filter = HoldingFilter(
        user: request.user, session: request.session, client: request.client, nas: request.nas,
        limit: max(1, request.limit ?? ReadModelLimits.holdingsMax))
      return encode(try await target.stories(filter, withHistory: request.session != nil))
    }
    let address = try address(of: request)
    if let time = request.at { return encode(try await target.moment(of: address, at: time)) }
    return encode([try await target.explanation(of: address)])
  }

  private func address(of request: ControlRequest) throws(ControlError) -> IPv4Address {
    guard let address = request.address else {
      throw ControlError(.invalid, "\(request.command.rawValue) needs `address`")
    }
    return address
  }

  /// The operator's reason on one line: control characters would let it forge what the ledger prints.
  private func reason(of request: ControlRequest) throws(ControlError) -> String {
    let reason = request.reason ?? ""
    guard reason.count <= ControlLimits.reasonLengthMax else {
      throw ControlError(.invalid, "a reason has at most \(ControlLimits.reasonLengthMax) characters")
    }
    guard !reason.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw ControlError(.invalid, "a reason has no control characters and stands on one line")
    }
    return reason
  }

  private func encode(_ result: some Codable & Sendable) -> [UInt8] { line(ControlResponse(result: result)) }

  private func encode(failure: ControlError) -> [UInt8] { line(ControlResponse<Bool>(error: failure)) }

  private func line(_ response: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(response)) + [UInt8(ascii: "\n")]
    } catch {
      // Every value of the read model is text, numbers and lists of them.
      preconditionFailure("a read-model value does not encode: \(error)")
    }
  }
}
