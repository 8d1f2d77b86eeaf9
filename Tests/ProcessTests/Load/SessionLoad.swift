import ProcessHarness
import RADIUSWire
import Synchronization

/// What a NAS knows of one of its sessions: only what the server has answered counts.
struct KnownSession: Sendable {
  enum Answered: Sendable { case accept, start, stop }

  var user: String
  var session: String
  var address: String
  var answered: Answered
  /// A Stop is on its way whose answer never came: the session may be over or not.
  var stopIsUnanswered = false
  /// The Access-Request, for asking the same again.
  var request: [UInt8]
}

/// NASes on threads of their own that take sessions through their life until they are stopped or the server is gone.
final class SessionLoad: Sendable {
  private let isStopped = Atomic(false)
  private let answers = Atomic(0)
  private let workers = Mutex<[Background<[KnownSession]>]>([])

  /// `users` are `load0` to `load(count-1)`, each with a thread and a NAS of its own.
  init(_ folder: ServerFolder, users count: Int, round: Int) {
    workers.withLock { workers in
      for index in 0..<count {
        workers.append(
          Background { [self] in
            let nas = try TestNAS(folder, seed: UInt64(round * 1_000 + index))
            return try run(nas, user: "load\(index)", prefix: "r\(round)-\(index)")
          })
      }
    }
  }

  /// Answers that have come so far.
  var answerCount: Int { answers.load(ordering: .relaxed) }

  func stop() { isStopped.store(true, ordering: .relaxed) }

  /// Waits for the threads, and returns every session that got an Accept.
  func sessions() throws -> [KnownSession] {
    stop()
    let taken = workers.withLock { workers in
      let taken = workers
      workers = []
      return taken
    }
    return try taken.flatMap { try $0.value() }
  }

  /// Lets this many answers come.
  func waitForAnswers(_ count: Int, seconds: Double = 60) throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while answerCount < count {
      guard ContinuousClock.now < deadline else {
        throw HarnessError("\(answerCount) answers in \(seconds) s, fewer than \(count)")
      }
      Background<Never>.pause(milliseconds: 2)
    }
  }

  private func run(_ nas: TestNAS, user: String, prefix: String) throws -> [KnownSession] {
    var known: [KnownSession] = []
    nas.tries = 1
    nas.timeoutMilliseconds = 1_500
    while !isStopped.load(ordering: .relaxed) {
      let name = "\(prefix)-\(known.count)"
      let request = try nas.requests.access(user: user, password: "loadpw", session: name)
      guard let reply = try nas.exchange(request) else { break }
      guard let grant = Grant(reply) else { throw HarnessError("\(user) got no address: \(reply.code)") }
      answers.add(1, ordering: .relaxed)
      known.append(
        KnownSession(user: user, session: name, address: grant.text, answered: .accept, request: request))
      let start = try nas.requests.accounting(.start, user: user, session: name, address: grant.address)
      guard try nas.exchange(start) != nil else { break }
      answers.add(1, ordering: .relaxed)
      known[known.count - 1].answered = .start
      if Int.random(in: 0..<8, using: &nas.requests.random) == 0 { continue }
      let stop = try nas.requests.accounting(.stop, user: user, session: name, address: grant.address, octets: 4_711)
      known[known.count - 1].stopIsUnanswered = true
      guard try nas.exchange(stop) != nil else { break }
      answers.add(1, ordering: .relaxed)
      known[known.count - 1].stopIsUnanswered = false
      known[known.count - 1].answered = .stop
    }
    return known
  }
}
