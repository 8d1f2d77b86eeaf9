import AddressPool
import Admin
import Foundation
import Glibc
import Logging
import NIOCore
import NIOPosix
import NetworkAddress
import Synchronization
import Testing

@Suite struct ControlSocketTests {
  /// Runs `body` against a control server on a path of its own; afterwards the server has ended.
  private func withServer(
    _ target: FakeServer = FakeServer(), _ body: @escaping @Sendable (String) throws -> Void
  ) async throws {
    try await withAsyncServer(target) { path in try await blocking { try body(path) } }
  }

  private func withAsyncServer(
    _ target: FakeServer = FakeServer(), _ body: @escaping @Sendable (String) async throws -> Void
  ) async throws {
    let path = newPath()
    let server = try await ControlServer.bind(
      path: path, group: .singletonMultiThreadedEventLoopGroup, target: target, logger: Logger(label: "test"))
    async let running: Void = server.run()
    let result: Result<Void, any Error>
    do { result = .success(try await body(path)) } catch { result = .failure(error) }
    server.close()
    await running
    try result.get()
    #expect(!FileManager.default.fileExists(atPath: path), "the socket's file goes with its server")
  }

  /// A socket on which `call` (`bind` or `connect`) was done.
  private static func socket(
    _ path: String, _ call: (CInt, UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) -> CInt {
    let descriptor = Glibc.socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    #expect(status == 0)
    return descriptor
  }

  private func newPath() -> String { "/tmp/rollcall-\(UUID().uuidString).sock" }

  @Test func answersWhatItIsAsked() async throws {
    try await withServer { path in
      let client = ControlClient(path: path)
      let pools = try client.ask(ControlRequest(.poolList), as: [PoolSummary].self)
      #expect(pools.map(\.pool) == ["main"])
      let story = try client.ask(
        ControlRequest(.poolExplain, address: Story.first), as: [AddressExplanation].self)
      #expect(story.first?.history.count == 3)
      let sessions = try client.ask(.sessions(.state(.offered)), as: [SessionSummary].self)
      #expect(sessions.map(\.user) == ["bob"])
      let audit = try client.ask(ControlRequest(.poolAudit), as: AuditReport.self)
      #expect(audit.isClean)
      let status = try client.ask(ControlRequest(.status), as: ServerStatus.self)
      #expect(status.received == 10)
    }
  }

  @Test func namesWhoAsked() async throws {
    let target = FakeServer()
    try await withServer(target) { path in
      let request = ControlRequest(.poolRelease, address: Story.second, reason: "modem replaced")
      let change = try ControlClient(path: path).ask(request, as: ChangeReport.self)
      #expect(change.to == .free && change.user == "bob")
    }
    let me = Operator(userID: getuid()).name
    #expect(target.notes.withLock { $0 } == ["\(me): modem replaced"])
  }

  @Test func saysNoInASentence() async throws {
    try await withServer { path in
      let client = ControlClient(path: path)
      #expect(throws: ControlError(.refused, "10.64.0.1 is free already")) {
        try client.ask(ControlRequest(.poolRelease, address: Story.first), as: ChangeReport.self)
      }
      #expect(throws: ControlError.self) {
        try client.ask(
          ControlRequest(.poolRelease, address: Story.second, reason: "two\nlines"), as: ChangeReport.self)
      }
      #expect(throws: ControlError.self) { try client.ask(ControlRequest(.reload), as: ReloadReport.self) }
      #expect(throws: ControlError(.invalid, "pool.explain needs `address`")) {
        try client.ask(ControlRequest(.poolExplain), as: [AddressExplanation].self)
      }
    }
  }

  @Test func onlyItsOwnerMayUseIt() async throws {
    try await withServer { path in
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600)
    }
  }

  @Test func aSecondServerIsRefusedAndTheFirstGoesOn() async throws {
    try await withAsyncServer { path in
      await #expect(throws: ControlSocketError.alreadyServed(path: path)) {
        _ = try await ControlServer.bind(
          path: path, group: .singletonMultiThreadedEventLoopGroup, target: FakeServer(),
          logger: Logger(label: "test"))
      }
      let pools = try await blocking {
        try ControlClient(path: path).ask(ControlRequest(.poolList), as: [PoolSummary].self)
      }
      #expect(pools.count == 1)
    }
  }

  @Test func aStaleSocketIsRemoved() async throws {
    let path = newPath()
    close(Self.socket(path, bind))
    #expect(FileManager.default.fileExists(atPath: path))
    let server = try await ControlServer.bind(
      path: path, group: .singletonMultiThreadedEventLoopGroup, target: FakeServer(), logger: Logger(label: "test"))
    async let running: Void = server.run()
    let isServed = try ControlClient(path: path).isServed()
    #expect(isServed)
    server.close()
    await running
  }

  @Test func whatIsNoSocketIsLeftAlone() async throws {
    let path = newPath()
    try "precious".write(toFile: path, atomically: true, encoding: .utf8)
    await #expect(throws: ControlSocketError.notASocket(path: path)) {
      _ = try await ControlServer.bind(
        path: path, group: .singletonMultiThreadedEventLoopGroup, target: FakeServer(), logger: Logger(label: "test"))
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    try FileManager.default.removeItem(atPath: path)
  }

  @Test func withoutAServerTheClientSaysSo() throws {
    let path = newPath()
    #expect(throws: ControlSocketError.noServer(path: path)) {
      try ControlClient(path: path).ask(ControlRequest(.status), as: ServerStatus.self)
    }
    let isServed = try ControlClient(path: path).isServed()
    #expect(!isServed)
    let long = "/tmp/" + String(repeating: "x", count: 120)
    #expect(throws: ControlSocketError.pathTooLong(path: long)) { try ControlClient(path: long).isServed() }
  }

  @Test func aLineOverTheLimitEndsTheConnection() async throws {
    try await withAsyncServer { path in
      let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        .connect(unixDomainSocketPath: path) { channel in
          channel.eventLoop.makeCompletedFuture {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
          }
        }
      let answer = try await connection.executeThenClose { inbound, outbound in
        try await outbound.write(ByteBuffer(repeating: 0x61, count: ControlLimits.requestLengthMax + 1))
        var answer = ""
        for try await part in inbound { answer += String(buffer: part) }
        return answer
      }
      #expect(answer.contains(#""ok":false"#) && answer.contains("\(ControlLimits.requestLengthMax)"), "\(answer)")
    }
  }

  @Test func connectionsAreLimited() async throws {
    try await withServer { path in
      // Each is answered once, which proves that it is counted: connections are taken up on several loops.
      let held = (0..<ControlLimits.connectionsMax).map { _ in
        let descriptor = Self.socket(path, connect)
        #expect(write(descriptor, "{}\n", 3) == 3)
        var octet: UInt8 = 0
        #expect(read(descriptor, &octet, 1) == 1)
        return descriptor
      }
      let client = ControlClient(path: path)
      #expect(throws: ControlError.self) { try client.ask(ControlRequest(.status), as: ServerStatus.self) }
      for descriptor in held { close(descriptor) }
    }
  }

  @Test func nonsenseIsAnswered() async throws {
    let dispatcher = ControlDispatcher(target: FakeServer())
    let who = Operator(userID: 0, name: "root")
    for line in ["", "{}", "[1]", #"{"command":"rm"}"#, #"{"command":"pool.explain","address":"1.2.3"}"#] {
      let answer = String(decoding: await dispatcher.answer(line: Array(line.utf8), by: who), as: UTF8.self)
      #expect(answer.hasPrefix(#"{"error":{"kind":"invalid""#) && answer.hasSuffix("\n"), "\(answer)")
    }
  }
}
