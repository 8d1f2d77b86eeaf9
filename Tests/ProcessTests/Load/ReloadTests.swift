import Glibc
import ProcessHarness
import RADIUSWire
import Synchronization
import Testing

extension ProcessTests {
  /// SIGHUP: a new configuration with no packet lost, and the old one where the new one is wrong.
  @Suite struct ReloadTests {
    /// Four NASes send one request after the other, each once, and count those that got no answer.
    private func steadyLoad(_ folder: ServerFolder, until isStopped: SharedFlag) -> [Background<(sent: Int, lost: Int)>]
    {
      (1...4).map { load(folder, seed: $0, until: isStopped) }
    }

    private func load(_ folder: ServerFolder, seed: UInt64, until isStopped: SharedFlag) -> Background<
      (sent: Int, lost: Int)
    > {
      Background {
        let nas = try TestNAS(folder, seed: seed)
        nas.tries = 1
        var (sent, lost) = (0, 0)
        while !isStopped.isSet {
          sent += 1
          let request = try nas.requests.access(user: "noip", password: "noippw")
          if try nas.exchange(request)?.code != .accessAccept { lost += 1 }
        }
        return (sent, lost)
      }
    }

    private func answer(_ folder: ServerFolder, _ user: String, _ password: String, session: String? = nil) throws
      -> Packet?
    {
      let nas = try TestNAS(folder, seed: 77)
      return try nas.exchange(nas.requests.access(user: user, password: password, session: session))
    }

    @Test func newUsersAndPoolsWithNoPacketLost() throws {
      var settings = ServerSettings()
      let server = try RollcallProcess(ServerFolder(settings))
      let isStopped = SharedFlag()
      let load = steadyLoad(server.folder, until: isStopped)
      #expect(try answer(server.folder, "carol", "carolpw")?.code == .accessReject)

      settings.users += "\ncarol Cleartext-Password := \"carolpw\"\n"
      settings.ranges = "10.99.0.10-10.99.0.12, 10.88.0.1-10.88.0.9"
      try server.folder.write(settings)
      for _ in 0..<10 {
        let before = server.log.count
        server.send(SIGHUP)
        #expect(server.log.wait(for: "configuration.reloaded", after: before, seconds: 20) != nil, "\(server.log.text)")
      }
      #expect(try answer(server.folder, "carol", "carolpw", session: "c")?.code == .accessAccept)
      let pools = try server.folder.rollcall("pool", "list", "--format", "json").decode([PoolReport].self)
      #expect(pools.map(\.size) == [12])
      isStopped.set()
      for nas in load {
        let (sent, lost) = try nas.value()
        #expect(lost == 0)
        #expect(sent > 10)
      }
      #expect(server.terminate() == 0)
    }

    @Test func aWrongConfigurationChangesNothing() throws {
      var settings = ServerSettings()
      let server = try RollcallProcess(ServerFolder(settings))
      let isStopped = SharedFlag()
      let load = steadyLoad(server.folder, until: isStopped)
      settings.poolOptions = ["offer-timeout: soon"]
      settings.users += "\ncarol Cleartext-Password := \"carolpw\"\n"
      try server.folder.write(settings)
      try reload(server, expecting: "offer-timeout")
      #expect(try answer(server.folder, "carol", "carolpw")?.code == .accessReject, "the old users stay")

      settings.poolOptions = []
      settings.users = "alice Cleartxt-Password := \"x\"\n"
      try server.folder.write(settings)
      try reload(server, expecting: "Cleartxt-Password")
      #expect(try answer(server.folder, "alice", "alicepw", session: "a")?.code == .accessAccept)
      isStopped.set()
      for nas in load { #expect(try nas.value().lost == 0) }
      #expect(server.terminate() == 0)
    }

    private func reload(_ server: RollcallProcess, expecting words: String) throws {
      let before = server.log.count
      server.send(SIGHUP)
      #expect(server.log.wait(for: words, after: before, seconds: 20) != nil, "\(server.log.text)")
    }
  }
}
