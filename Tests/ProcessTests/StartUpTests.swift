import Foundation
import ProcessHarness
import Testing

extension ProcessTests {
  /// What keeps a server from starting, in sentences that say what to do, and exit status 2.
  @Suite struct StartUpTests {
    private func failure(_ folder: ServerFolder) throws -> (status: Int32?, text: String) {
      let server = try RollcallProcess(starting: folder)
      let status = server.waitForExit()
      return (status, server.log.text)
    }

    @Test func aBusyPortIsNamed() throws {
      let folder = try ServerFolder()
      let holder = try DatagramSocket(port: folder.authenticationPort)
      let (status, text) = try failure(folder)
      #expect(status == 2)
      #expect(text.contains(String(holder.port)), "\(text)")
      #expect(!text.contains("server.ready"))
    }

    @Test func twoServersNeverShareAStore() throws {
      let first = try RollcallProcess(ServerFolder())
      let other = try ServerFolder()
      let shared = try String(contentsOf: other.configuration, encoding: .utf8).replacing(
        "sqlite: rollcall.db", with: "sqlite: \(first.folder.url.path)/rollcall.db")
      try other.writeConfiguration(shared)
      let (status, text) = try failure(other)
      #expect(status == 2)
      #expect(text.contains("rollcall.db"), "\(text)")
      let answer = try first.folder.radclient("auth", "User-Name=noip,User-Password=noippw")
      #expect(answer.output.contains("Received Access-Accept"), "the first server goes on")
    }

    @Test func aSecretFileThatOthersCanReadIsRefused() throws {
      var settings = ServerSettings()
      settings.secretLine = "secret-file: secret"
      let folder = try ServerFolder(settings)
      let file = folder.url.appending(path: "secret")
      try "testing123\n".write(to: file, atomically: true, encoding: .utf8)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
      let (status, text) = try failure(folder)
      #expect(status == 2)
      #expect(text.contains("secret"), "\(text)")

      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
      let server = try RollcallProcess(folder)
      let answer = try folder.radclient("auth", "User-Name=noip,User-Password=noippw")
      #expect(answer.output.contains("Received Access-Accept"))
      #expect(server.terminate() == 0)
    }

    @Test func aMissingSecretFileIsNamed() throws {
      var settings = ServerSettings()
      settings.secretLine = "secret-file: absent"
      let (status, text) = try failure(ServerFolder(settings))
      #expect(status == 2)
      #expect(text.contains("absent"), "\(text)")
    }

    @Test func aWrongConfigurationIsNamedByFileLineAndKey() throws {
      var settings = ServerSettings()
      settings.poolOptions = ["ofer-timeout: 60s"]
      let (status, text) = try failure(ServerFolder(settings))
      #expect(status == 2)
      #expect(text.contains("rollcall.yaml:19"), "\(text)")
      #expect(text.contains("ofer-timeout"), "\(text)")
      #expect(text.contains("offer-timeout"), "it says what would be right: \(text)")
    }

    @Test func aWrongUsersFileIsNamedByFileAndLine() throws {
      var settings = ServerSettings()
      settings.users = "alice Cleartext-Password := \"x\"\nbob Cleartxt-Password := \"y\"\n"
      let (status, text) = try failure(ServerFolder(settings))
      #expect(status == 2)
      #expect(text.contains("users:2"), "\(text)")
      #expect(text.contains("Cleartxt-Password"), "\(text)")
    }

    @Test func aSecretInAReadableConfigurationIsAWarning() throws {
      let folder = try ServerFolder()
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: folder.configuration.path)
      let server = try RollcallProcess(folder)
      #expect(server.log.text.lowercased().contains("warning"), "\(server.log.text)")
      #expect(server.terminate() == 0)
    }
  }
}
