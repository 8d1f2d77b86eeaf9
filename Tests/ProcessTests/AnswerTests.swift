import Foundation
import ProcessHarness
import RADIUSWire
import Testing

extension ProcessTests {
  /// Who gets which answer, when.
  @Suite struct AnswerTests {
    @Test func aRetransmissionGetsTheSameOctets() throws {
      let server = try RollcallProcess(ServerFolder())
      let nas = try TestNAS(server.folder)
      let access = try nas.requests.access(user: "alice", password: "alicepw", session: "same")
      let accounting = try nas.requests.accounting(.start, user: "alice", session: "same")
      let wrong = try nas.requests.access(user: "alice", password: "nope")
      for request in [access, accounting, wrong] {
        let first = try #require(try nas.exchange(request))
        for _ in 0..<3 { #expect(try nas.exchange(request) == first) }
      }
      let status = try server.settledStatus()
      #expect(status.replied == 3)
      #expect(status.replayed == 9)
      let pools = try server.folder.rollcall("pool", "list", "--format", "json").decode([PoolReport].self)
      #expect(pools.map(\.active) == [1])
    }

    @Test func proxyStatesComeBackInOrderAndTheMessageAuthenticatorFirst() throws {
      let server = try RollcallProcess(ServerFolder())
      let nas = try TestNAS(server.folder)
      let states: [[UInt8]] = [[1, 2], [0xaa, 0xbb], [], [1, 2]]
      for password in ["noippw", "wrong"] {
        let request = try nas.requests.access(user: "noip", password: password, proxyStates: states)
        let reply = try #require(try nas.exchange(request))
        #expect(reply.all(.proxyState).map { Array($0.value) } == states)
        #expect(reply.attributes.first { _ in true }?.type == .messageAuthenticator)
      }
    }

    @Test func aClientThatHasProvenItselfOnceMustGoOn() throws {
      var settings = ServerSettings()
      settings.requireMessageAuthenticator = "auto"
      settings.limitProxyState = "auto"
      let server = try RollcallProcess(ServerFolder(settings))
      let plain = "User-Name=noip,User-Password=noippw"
      func isAnswered(_ attributes: String) throws -> Bool {
        try server.folder.radclient("auth", attributes, options: ["-t", "1", "-r", "1"]).output.contains("Received ")
      }
      // What radclient adds by itself depends on its version: an unproven request is only sent by an old one.
      let isUnproven = try server.folder.radclient("auth", plain).isWithoutMessageAuthenticator
      #expect(try isAnswered(plain + ",Message-Authenticator=0x00"))
      #expect(try isAnswered(plain) == !isUnproven)
      let dropped = try server.settledStatus().dropped
      #expect(dropped.values.reduce(0, +) == (isUnproven ? 1 : 0), "\(dropped)")
    }

    @Test func aStrangerIsNeverAnswered() throws {
      let server = try RollcallProcess(ServerFolder())
      let stranger = try TestNAS(server.folder, address: "127.0.0.2")
      let nas = try TestNAS(server.folder)
      stranger.post(try stranger.requests.access(user: "noip", password: "noippw"))
      stranger.post(try stranger.requests.accounting(.start, user: "alice", session: "s"))
      stranger.post(try stranger.requests.statusServer())
      // The answer to a client's request that came after them shows that they have been handled.
      _ = try #require(try nas.exchange(nas.requests.access(user: "noip", password: "noippw")))
      _ = try #require(try nas.exchange(nas.requests.accounting(.start, user: "noip", session: "t")))
      #expect(stranger.socket.receive(milliseconds: 300) == nil)
      let status = try server.settledStatus()
      #expect(status.received == 5)
      #expect(status.replied == 2)
      #expect(status.dropped.filter { $0.value > 0 } == ["unknownClient": 3], "\(status.dropped)")
    }

    @Test func aRejectIsHeldBackAndHoldsNobodyUp() throws {
      var settings = ServerSettings()
      settings.rejectDelay = "700ms"
      let server = try RollcallProcess(ServerFolder(settings))
      let guesser = try TestNAS(server.folder, seed: 2)
      let nas = try TestNAS(server.folder)
      let start = ContinuousClock.now
      let guess = try guesser.requests.access(user: "noip", password: "guess")
      guesser.post(guess)
      for _ in 0..<20 {
        let reply = try nas.exchange(nas.requests.access(user: "noip", password: "noippw"))
        #expect(reply?.code == .accessAccept)
      }
      #expect(ContinuousClock.now - start < .milliseconds(600), "Accepts do not wait for the Reject")
      let bytes = try #require(guesser.socket.receive(milliseconds: 5_000))
      #expect(ContinuousClock.now - start >= .milliseconds(690))
      #expect(try guesser.prove(bytes, request: guess).code == .accessReject)
    }

    @Test func twoAskForTheLastAddress() throws {
      var settings = ServerSettings()
      settings.ranges = "10.99.0.10-10.99.0.10"
      let server = try RollcallProcess(ServerFolder(settings))
      let askers = try [TestNAS(server.folder, seed: 1), TestNAS(server.folder, seed: 2)]
      let asks = try [
        askers[0].requests.access(user: "alice", password: "alicepw", session: "a"),
        askers[1].requests.access(user: "bob", password: "bobpw", session: "b"),
      ]
      for (asker, ask) in zip(askers, asks) { asker.post(ask) }
      var replies: [Packet] = []
      for (asker, ask) in zip(askers, asks) {
        let bytes = try #require(asker.socket.receive(milliseconds: 5_000))
        replies.append(try asker.prove(bytes, request: ask))
      }
      #expect(Set(replies.map(\.code)) == [.accessAccept, .accessReject])
      let accept = try #require(replies.first { $0.code == .accessAccept })
      #expect(Grant(accept)?.text == "10.99.0.10")
      let reject = try #require(replies.first { $0.code == .accessReject })
      #expect(reject.first(.framedIPAddress) == nil)
      #expect(reject.first(.replyMessage) != nil, "an empty pool says so")
    }

    @Test func theClassOfTheAcceptNamesTheLease() throws {
      // No address, no user's address, another spelling of nothing: the token alone ends the session (G8).
      let server = try RollcallProcess(ServerFolder())
      let nas = try TestNAS(server.folder)
      let ask = try nas.requests.access(user: "alice", password: "alicepw")
      let grant = try #require(Grant(try nas.exchange(ask)))
      for status in [AccountingStatus.start, .stop] {
        let request = try nas.requests.accounting(status, user: "alice", session: "late", classes: grant.classes)
        #expect(try nas.exchange(request)?.code == .accountingResponse)
      }
      let pools = try server.folder.rollcall("pool", "list", "--format", "json").decode([PoolReport].self)
      #expect(pools.map(\.free) == [4])
    }

    @Test func theLinesThatMakeRunPrintsWork() throws {
      var settings = ServerSettings()
      settings.users = "demo Cleartext-Password := \"demo\""
      let folder = try ServerFolder(settings)
      let server = try RollcallProcess(folder)
      let environment = [
        "ROLLCALL_AUTHENTICATION_PORT": String(folder.authenticationPort),
        "ROLLCALL_ACCOUNTING_PORT": String(folder.accountingPort),
        "ROLLCALL_BINARY": Project.binary.path, "ROLLCALL_CONFIGURATION": folder.configuration.path,
      ]
      let script = Project.root.appending(path: "scripts/lines-to-try")
      let lines = try FinishedCommand.run(script, [], environment: environment)
      #expect(lines.status == 0)
      let tried = try FinishedCommand.run(named: "bash", ["-e", "-o", "pipefail"], input: lines.output)
      #expect(tried.status == 0, "\(tried.error)")
      #expect(tried.error.contains("Access-Accept"))
      for words in ["stopped", "confirmed", "offered", "free"] { #expect(tried.output.contains(words)) }
      #expect(server.terminate() == 0)
    }
  }
}
