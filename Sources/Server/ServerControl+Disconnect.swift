import AddressPool
import Admin
import NetworkAddress
import ServerCore
import Storage
import Timebase

extension ServerControl {
  func disconnect(_ choice: SessionChoice, reason: String, by operator: Operator) async throws(ControlError)
    -> [DisconnectReport]
  {
    let note = `operator`.note(reason: reason)
    let selection: DisconnectSelection =
      switch choice {
      case .user(let user): .user(user)
      case .session(let session): .session(session)
      case .address(let address): .address(address)
      }
    do {
      let command = try await plane.command { engine, now in
        let command = try engine.disconnect(selection, note: note, now: now)
        return (command, command)
      }
      let rows = try await plane.read { plane, _ in plane.engine.takeDisconnect(command) }
      return (rows ?? []).map(DisconnectReport.init)
    } catch let refusal as DisconnectRefusal {
      throw refusal.controlError(choice)
    } catch {
      throw ControlError(.unavailable, "it could not be recorded: \((error as? StoreError)?.message ?? "\(error)")")
    }
  }
}

extension DisconnectReport {
  fileprivate init(_ row: DisconnectRow) {
    self.init(
      address: row.lease.address, user: row.holder.user, session: row.holder.session, client: row.holder.client,
      nas: row.holder.nas, outcome: row.outcome.name)
    if case .refused(let cause?) = row.outcome { errorCause = cause.description }
  }
}

extension DisconnectRefusal {
  fileprivate func controlError(_ choice: SessionChoice) -> ControlError {
    switch self {
    case .noSession:
      return ControlError(.notFound, "no live session of \(choice.words)")
    case .notConfigured(let clients):
      let names = clients.map { "`\($0)`" }.joined(separator: ", ")
      return ControlError(
        .refused,
        "client \(names) has no `dynamic-authorization`, so its NAS cannot be told; add it to the client in the "
          + "configuration, for example `dynamic-authorization: {port: 3799}`")
    case .tooMany(let count):
      return ControlError(
        .refused, "\(count) sessions match, more than the \(Engine.disconnectMax) that are disconnected at once")
    }
  }
}

extension DynamicAuthorizationCounters {
  /// What `status` shows, once a NAS was asked: `disconnectsAsked`, and what came of them.
  var named: [String: UInt64] {
    guard asked + unsent > 0 else { return [:] }
    var named: [String: UInt64] = [
      "disconnectsAsked": asked, "disconnectTransmissions": transmissions,
      "disconnectACKs": acknowledgements, "disconnectsUnanswered": unanswered, "disconnectsUnsent": unsent,
    ]
    for (cause, count) in refusals {
      named[cause == 0 ? "disconnectNAKs" : "disconnectNAKs \(ErrorCause(rawValue: cause))"] = count
    }
    for (fault, count) in dropped { named["disconnectRepliesDropped \(fault.rawValue)"] = count }
    return named
  }
}
