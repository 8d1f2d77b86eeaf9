import LoadGenerator
import NetworkAddress
import RADIUSCrypto
import RADIUSWire
import Synchronization
import Testing

/// Whole loads against a server that answers as the test says.
@Suite struct LoadRunTests {
  private static let secret = "a load's secret"

  /// Runs a load of `count` requests, and returns what it found and what the server got.
  private func run(
    _ mode: LoadMode, count: Int, secret: String = LoadRunTests.secret, change: (inout LoadPlan) -> Void = { _ in },
    answer: @escaping Responder.Answer
  ) throws -> (report: LoadReport, requests: [Packet]) {
    let responder = try Responder(secret: LoadRunTests.secret)
    responder.start(answer)
    var plan = LoadPlan(
      authentication: responder.authentication, accounting: responder.accounting, secret: SharedSecret(secret),
      users: (0..<8).map { LoadUser(name: "user\($0)", password: "a password of \($0)") })
    plan.mode = mode
    plan.pace = .window(4)
    plan.requestsMax = count
    plan.duration = 60_000
    change(&plan)
    let result = Result { try LoadRun(plan).run() }
    #expect(responder.stop() == nil)
    return (try result.get(), responder.requests)
  }

  @Test(arguments: LoadPasswordProtocol.allCases)
  func everyRequestIsSignedAndProvesItsUser(passwordProtocol: LoadPasswordProtocol) throws {
    if passwordProtocol == .mschap2, case .missing = LegacyProvider.status { return }
    let (report, requests) = try run(.auth, count: 200, change: { $0.passwordProtocol = passwordProtocol }) {
      packet, _ in packet.response(.accessReject)
    }
    #expect(report.tally.rejects == report.tally.requests && report.tally.requests >= 200)
    #expect(report.tally.wrongAuthenticators == 0 && report.tally.unanswered == 0)
    let secret = SharedSecret(Self.secret)
    for packet in requests {
      #expect(MessageAuthenticator.check(packet, secret: secret) == .valid)
      let number = try #require(packet.first(.userName)?.text.last)
      let password = Array("a password of \(number)".utf8)
      switch passwordProtocol {
      case .pap:
        let hidden = try #require(packet.first(.userPassword)?.value)
        #expect(UserPassword.reveal(hidden, secret: secret, requestAuthenticator: packet.authenticator) == password)
      case .chap:
        let value = try #require(packet.first(.chapPassword)?.value)
        #expect(CHAP.isValid(value, password: password, challenge: packet.authenticator.bytes[...]))
      case .mschap2:
        #expect(packet.all(.vendorSpecific).count == 2)
      }
    }
  }

  @Test func aCycleIsOneSessionFromAcceptToStop() throws {
    let next = Atomic<UInt32>(0x0a40_0000)
    let (report, requests) = try run(.cycle, count: 300, change: { $0.interims = 2 }) { packet, _ in
      try? packet.granted(address: next.add(1, ordering: .relaxed).newValue)
    }
    #expect(report.tally.accepts == report.tally.sessionsEnded && report.sessionsLeft == 0)
    #expect(report.tally.addressesGiven == report.tally.accepts && report.tally.doubleHeld == 0)
    #expect(!report.isFaulty)
    var stories: [String: [Packet]] = [:]
    for packet in requests { stories[try #require(packet.first(.acctSessionID)?.text), default: []].append(packet) }
    #expect(stories.count == report.tally.accepts)
    #expect(stories.values.count { $0.count == 5 } > 50)
    for story in stories.values {
      // The sessions that live when the load ends get no further Interim-Update.
      let kinds = story.map { $0.first(.acctStatusType)?.integer }
      #expect([[nil, 1, 3, 3, 2], [nil, 1, 3, 2], [nil, 1, 2]].contains(kinds))
      #expect(Set(story.dropFirst().map { $0.first(.framedIPAddress)?.integer }).count == 1)
      #expect(story.dropFirst().allSatisfy { $0.first(.classAttribute)?.text.hasPrefix("lease") == true })
      #expect(story.dropFirst().allSatisfy { RequestAuthenticator.isValid($0, secret: SharedSecret(Self.secret)) })
    }
  }

  @Test func anAddressThatTwoSessionsHoldIsFound() throws {
    let (report, _) = try run(.cycle, count: 100, change: { $0.sessionsHeld = 10 }) { packet, _ in
      try? packet.granted(address: 0x0a40_0001)
    }
    #expect(report.tally.doubleHeld > 0 && report.doubleHeldAddresses == ["10.64.0.1"] && report.isFaulty)
  }

  @Test func whatIsNotAnsweredIsSentAgainWithTheSameOctets() throws {
    let (report, requests) = try run(.accounting, count: 40, change: { $0.timeout = 5 }) { packet, repetition in
      repetition == 0 ? nil : try? packet.granted()
    }
    #expect(report.tally.repeated >= 40 && report.tally.wrongAuthenticators == 0)
    var copies: [[UInt8]: Int] = [:]
    for packet in requests { copies[packet.bytes, default: 0] += 1 }
    #expect(copies.count == report.tally.requests && copies.values.allSatisfy { $0 >= 2 })
  }

  @Test func aServerThatNeverAnswersIsGivenUp() throws {
    let (report, requests) = try run(
      .auth, count: 4,
      change: {
        $0.timeout = 5
        $0.tries = 2
      }
    ) { _, _ in nil }
    #expect(report.tally.unanswered == 4 && report.tally.answers == 0 && report.isFaulty)
    #expect(requests.count == 8)
  }

  @Test func anAnswerUnderAnotherSecretIsNone() throws {
    let (report, _) = try run(
      .auth, count: 4, secret: "another secret",
      change: {
        $0.timeout = 5
        $0.tries = 1
      }
    ) { packet, _ in packet.response(.accessAccept) }
    #expect(report.tally.wrongAuthenticators == 4 && report.tally.accepts == 0 && report.isFaulty)
  }

  @Test func anOpenLoopSendsAtItsRate() throws {
    let (report, _) = try run(
      .mixed, count: 500,
      change: {
        $0.pace = .rate(5000)
        $0.sockets = 8
      }
    ) { packet, _ in try? packet.granted(address: UInt32(packet.identifier) + 1) }
    #expect(report.tally.requests >= 500 && report.tally.unanswered == 0)
    // Five hundred at five thousand a second take a tenth of a second, on however busy a machine.
    #expect(report.seconds > 0.09)
    #expect(report.tally.accepts > 0 && report.tally.accountingResponses > 0)
  }

  @Test func theChartHasALineForEachKind() throws {
    let (report, _) = try run(.cycle, count: 60) { packet, _ in try? packet.granted() }
    let svg = LoadChart.svg(report, title: "a <b> & c")
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    #expect(svg.components(of: "<polyline") == report.latency.count && report.latency.count == 5)
    #expect(svg.contains("a &lt;b&gt; &amp; c"))
  }
}

extension String {
  fileprivate func components(of word: String) -> Int { ranges(of: word).count }
}
