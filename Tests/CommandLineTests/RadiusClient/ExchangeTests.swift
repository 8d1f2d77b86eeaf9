import Console
import Foundation
import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire
import Synchronization
import Testing

@Suite struct ExchangeTests {
  private static let secret = SharedSecret("testing123")

  private func request() throws -> ClientRequest {
    try RequestComposer(dictionary: try TestDictionary.shared.get(), kind: .auth, secret: Self.secret)
      .compose("User-Name=demo,User-Password=demo", identifier: 7)
  }

  private static func answer(
    _ datagram: [UInt8], _ code: PacketCode, secret: SharedSecret = secret
  ) -> [UInt8] {
    guard let request = try? Packet(decoding: datagram) else { return [] }
    var bytes = request.response(code).finish()
    PacketSignature.sign(reply: &bytes, requestAuthenticator: request.authenticator, secret: secret)
    return bytes
  }

  private func perform(
    _ request: ClientRequest, _ port: UInt16, tries: Int = 3, timeout: Int = 5000
  ) async throws -> Exchange.Outcome {
    try await blocking {
      let socket = try DatagramSocket(host: "127.0.0.1", port: port)
      let exchange = Exchange(tries: tries, timeoutMilliseconds: timeout) {
        Int64(ProcessInfo.processInfo.systemUptime * 1000)
      }
      return try exchange.perform(request, over: socket)
    }
  }

  @Test func aTrueReplyIsTaken() async throws {
    let server = LoopbackServer { _, datagram in [Self.answer(datagram, .accessAccept)] }
    let request = try request()
    guard case .reply(let reply) = try await perform(request, server.port) else {
      Issue.record("no reply was taken")
      return
    }
    #expect(request.isGranted(by: reply))
  }

  @Test func aFalseReplyIsIgnoredAndTheTrueOneAfterItTaken() async throws {
    let server = LoopbackServer { _, datagram in
      [
        Self.answer(datagram, .accessAccept, secret: SharedSecret("other")), [1, 2],
        Self.answer(datagram, .accessReject),
      ]
    }
    let request = try request()
    guard case .reply(let reply) = try await perform(request, server.port) else {
      Issue.record("no reply was taken")
      return
    }
    #expect(reply.code == .accessReject)
    #expect(!request.isGranted(by: reply))
  }

  @Test func aRepetitionSendsTheSameOctets() async throws {
    let seen = Mutex<Set<[UInt8]>>([])
    let server = LoopbackServer { count, datagram in
      seen.withLock { _ = $0.insert(datagram) }
      return count < 3 ? [] : [Self.answer(datagram, .accessAccept)]
    }
    guard case .reply = try await perform(try request(), server.port, timeout: 50) else {
      Issue.record("the third try is not answered")
      return
    }
    #expect(seen.withLock(\.count) == 1)
  }

  @Test func silenceEndsAfterTheTries() async throws {
    let server = LoopbackServer { _, datagram in
      [Self.answer(datagram, .accessAccept, secret: SharedSecret("other"))]
    }
    guard case .noReply(let objections) = try await perform(try request(), server.port, tries: 2, timeout: 50) else {
      Issue.record("a false reply was taken")
      return
    }
    #expect(objections.count == 2 && objections.allSatisfy { $0.contains("secret") }, "\(objections)")
  }

  @Test func aClosedPortIsSaidAtOnce() async throws {
    // The port of a socket that is closed again.
    let port = LoopbackServer { _, _ in [] }.port
    let outcome = try await perform(try request(), port, tries: 50, timeout: 200)
    #expect(outcome == .refused)
  }
}
