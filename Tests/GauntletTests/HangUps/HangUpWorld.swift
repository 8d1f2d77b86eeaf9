import ProcessHarness
import RADIUSWire
import Synchronization
import TestRandom

/// Users that dial, talk and hang up, on a line that loses packets, while somebody kills the server. What a NAS does not
/// get answered it sends again, octet by octet, until it is; only what the plan calls lost is lost.
final class HangUpWorld: Sendable {
  private let plan: HangUpPlan
  private let begun = Atomic(0)
  private let ended = Atomic(0)
  /// Who is connected, by address: what no other may be given.
  private let connected = Mutex<[UInt32: String]>([:])
  private let callers = Mutex<[Background<HangUpResult>]>([])

  /// How long a request is sent again and again before the NAS gives up.
  private static let patience = 60.0
  private static let retryMilliseconds = 200

  init(_ folder: ServerFolder, _ plan: HangUpPlan) {
    self.plan = plan
    callers.withLock { callers in
      for index in 0..<plan.callers {
        callers.append(
          Background { [self] in
            var caller = Caller(user: plan.users[index], seed: plan.seed &* 1_000 &+ UInt64(index))
            let nas = try TestNAS(folder, seed: plan.seed &* 1_000_000 &+ UInt64(index))
            nas.tries = 1
            nas.timeoutMilliseconds = Self.retryMilliseconds
            while begun.wrappingAdd(1, ordering: .relaxed).newValue <= plan.hangUps { try call(&caller, nas) }
            return caller.result
          })
      }
    }
  }

  /// Calls that have ended so far.
  var hangUps: Int { ended.load(ordering: .relaxed) }

  /// Waits for so many calls to end.
  func wait(forHangUps count: Int, seconds: Double) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while hangUps < min(count, plan.hangUps) {
      guard ContinuousClock.now < deadline else {
        throw HarnessError("\(hangUps) hang-ups in \(seconds) s, not \(count)")
      }
      Background<Never>.pause(milliseconds: 1)
    }
  }

  /// Waits for all callers, and adds up what they saw.
  func result() throws -> HangUpResult {
    let all = callers.withLock { callers in
      let all = callers
      callers = []
      return all
    }
    return try all.map { try $0.value() }.reduce(HangUpResult(), +)
  }

  // MARK: - A call

  private struct Caller {
    let user: String
    var random: SeededGenerator
    var calls = 0
    var result = HangUpResult()

    init(user: String, seed: UInt64) {
      self.user = user
      random = SeededGenerator(seed: seed)
    }

    /// One in `count`; 0: never.
    mutating func chance(_ count: Int) -> Bool { count > 0 && Int.random(in: 0..<count, using: &random) == 0 }
  }

  private func call(_ caller: inout Caller, _ nas: TestNAS) throws {
    caller.calls += 1
    let session = "\(caller.user)-\(plan.seed)-\(caller.calls)"
    guard let (grant, port) = try dial(&caller, nas) else { return }
    let isDouble = connected.withLock { $0.updateValue(session, forKey: grant.address) != nil }
    if isDouble { caller.result.doubleHeld += 1 }

    func account(_ status: AccountingStatus) throws {
      let request = try nas.requests.accounting(status.rawValue) { packet in
        try packet.append(.userName, text: caller.user)
        try packet.append(.acctSessionID, text: session)
        try packet.append(.nasPort, integer: port)
        try packet.append(.framedIPAddress, integer: grant.address)
        for value in grant.classes { try packet.append(.classAttribute, value) }
      }
      if try insist(request, nas, &caller) == nil { caller.result.unanswered += 1 }
    }
    try account(.start)
    if caller.chance(plan.interims) { try account(.interim) }
    // The user hangs up: from now on the address is anybody's.
    connected.withLock { if $0[grant.address] == session { $0[grant.address] = nil } }
    if caller.chance(plan.lostStops) { caller.result.lostStops += 1 } else { try account(.stop) }
    caller.result.hangUps += 1
    ended.add(1, ordering: .relaxed)
  }

  /// Dials until the user is in: a new NAS-Port each time, and no Acct-Session-Id, so that no ask is known to be the one
  /// before.
  private func dial(_ caller: inout Caller, _ nas: TestNAS) throws -> (Grant, port: UInt32)? {
    let deadline = ContinuousClock.now + .seconds(Self.patience)
    while ContinuousClock.now < deadline {
      let port = UInt32.random(in: 1...1_000_000_000, using: &caller.random)
      let request = try nas.requests.access(user: caller.user, password: caller.user + "pw", nasPort: port)
      let reply = try insist(request, nas, &caller)
      if let grant = Grant(reply) {
        if caller.chance(plan.lostAccepts) {
          caller.result.lostAccepts += 1
          continue
        }
        if caller.chance(plan.repeats), let again = Grant(try insist(request, nas, &caller)),
          again.address != grant.address
        {
          caller.result.changedAnswers += 1
        }
        return (grant, port)
      }
      caller.result.rejects += 1
      Background<Never>.pause(milliseconds: 20)
    }
    caller.result.unanswered += 1
    return nil
  }

  /// Sends a request until it is answered.
  private func insist(_ request: [UInt8], _ nas: TestNAS, _ caller: inout Caller) throws -> Packet? {
    let deadline = ContinuousClock.now + .seconds(Self.patience)
    while ContinuousClock.now < deadline {
      if let reply = try nas.exchange(request) { return reply }
      caller.result.retransmissions += 1
    }
    return nil
  }
}
