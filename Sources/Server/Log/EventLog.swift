import Logging
import ServerCore
import Timebase

/// Writes what the engine reports: stable identifiers, no secrets, no passwords, a bounded rate.
struct EventLog {
  private let logger: Logger
  private var rate = LineRate()

  init(logger: Logger) { self.logger = logger }

  mutating func write(_ events: [EngineEvent], now: Moment) {
    for event in events {
      let line = EventLog.line(event)
      guard logger.logLevel <= line.level, let suppressed = rate.admit(line.kind, line.bound, now: now) else {
        continue
      }
      var metadata = line.metadata
      if suppressed > 0 { metadata["suppressed"] = "\(suppressed)" }
      logger.log(level: line.level, "\(event.identifier)", metadata: metadata)
    }
  }

  private struct Line {
    var level: Logger.Level
    /// What is counted together against the rate.
    var kind: String
    var bound = LineRate.Bound.noise
    var metadata: Logger.Metadata

    init(_ level: Logger.Level, _ kind: String, _ metadata: Logger.Metadata) {
      self.level = level
      self.kind = kind
      self.metadata = metadata
    }
  }

  private static func line(_ event: EngineEvent) -> Line {
    let id = event.identifier
    switch event {
    case .dropped(let reason, let source, let client):
      var metadata: Logger.Metadata = ["reason": "\(reason.rawValue)", "source": "\(source)"]
      if let client { metadata["client"] = "\(client)" }
      return Line(reason.isRoutine ? .debug : .warning, "\(id) \(reason.rawValue)", metadata)
    case .rejected(let user, let client, let nas, let reason, let source):
      var line = Line(
        .info, id,
        ["user": "\(user)", "client": "\(client)", "nas": "\(nas)", "reason": "\(reason)", "source": "\(source)"])
      line.bound = .users
      return line
    case .poolEmpty(let pool, let user, let client), .acceptedWithoutAddress(let pool, let user, let client):
      return Line(.warning, "\(id) \(pool)", ["pool": "\(pool)", "user": "\(user)", "client": "\(client)"])
    case .conflict(let address, let user, let nas, let session):
      return Line(
        .error, id, ["address": "\(address)", "user": "\(user)", "nas": "\(nas)", "session": "\(session)"])
    case .addressMismatch(let address, let user, let nas, let session):
      return Line(
        .warning, id, ["address": "\(address)", "user": "\(user)", "nas": "\(nas)", "session": "\(session)"])
    case .tokenMismatch(let user, let nas, let session), .staleStop(let user, let nas, let session),
      .countersFell(let user, let nas, let session):
      return Line(.notice, id, ["user": "\(user)", "nas": "\(nas)", "session": "\(session)"])
    case .nasRebooted(let nas, let freed):
      return Line(.notice, id, ["nas": "\(nas)", "freed": "\(freed)"])
    case .rebootInferred(let nas, let contradicted, let doubted):
      return Line(
        .warning, id,
        [
          "nas": "\(nas)", "contradicted": "\(contradicted)", "doubted": "\(doubted)",
          "note": "it reuses ports or Acct-Session-Ids of live sessions and sent no Accounting-On",
        ])
    case .rebootRefuted(let nas, let session, let restored):
      return Line(.notice, id, ["nas": "\(nas)", "session": "\(session)", "restored": "\(restored)"])
    case .learnedMessageAuthenticator(let source, let client):
      return Line(
        .info, id,
        [
          "source": "\(source)", "client": "\(client)",
          "note": "required from now on; see require-message-authenticator",
        ])
    case .massBrake(let pool):
      return Line(
        .error, "\(id) \(pool)",
        ["pool": "\(pool)", "problem": "many sessions fell silent at once; their leases end one quarantine later"])
    case .disconnectAnswered(let outcome, let user, let session, let address, let nas):
      var metadata: Logger.Metadata = [
        "outcome": "\(outcome.name)", "user": "\(user)", "session": "\(session)", "nas": "\(nas)",
      ]
      if let address { metadata["address"] = "\(address)" }
      if case .refused(let cause) = outcome { metadata["errorCause"] = "\(cause.map { "\($0)" } ?? "none")" }
      return Line(.info, id, metadata)
    case .disconnectReplyDropped(let fault, let source):
      return Line(.notice, "\(id) \(fault.rawValue)", ["reason": "\(fault.rawValue)", "source": "\(source)"])
    case .commitFailed(let requests):
      return Line(.error, id, ["unanswered": "\(requests)"])
    }
  }
}

extension DropReason {
  /// Part of every day's traffic, and no reason to write a line.
  fileprivate var isRoutine: Bool { self == .duplicateInProgress || self == .stopping || self == .storeFailed }
}
