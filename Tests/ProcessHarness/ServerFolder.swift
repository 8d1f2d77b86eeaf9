package import Foundation

/// A folder with all that a server needs: configuration, users file, and room for its store and control socket.
/// It goes when the last reference to it goes.
package final class ServerFolder: Sendable {
  package let url: URL
  package let authenticationPort: UInt16
  package let accountingPort: UInt16
  package let secret: String

  package init(_ settings: ServerSettings = ServerSettings()) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "rollcall-\(UUID().uuidString.prefix(8))")
    secret = settings.secret
    (authenticationPort, accountingPort) = try DatagramSocket.twoFreePorts()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try write(settings)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  package var configuration: URL { url.appending(path: "rollcall.yaml") }
  package var users: URL { url.appending(path: "users") }

  /// Writes configuration and users anew; a running server reads them when it is told to.
  package func write(_ settings: ServerSettings) throws {
    try writeConfiguration(
      settings.configuration(authenticationPort: authenticationPort, accountingPort: accountingPort))
    try settings.users.appending("\n").write(to: users, atomically: true, encoding: .utf8)
  }

  package func writeConfiguration(_ text: String) throws {
    try text.write(to: configuration, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: configuration.path)
  }

  /// `rollcall ARGUMENTS --config FILE`.
  package func rollcall(_ arguments: String..., seconds: Double = 60) throws -> FinishedCommand {
    try FinishedCommand.run(Project.binary, arguments + ["--config", configuration.path], seconds: seconds)
  }

  /// `radclient` with `attributes` as its input.
  package func radclient(
    _ command: String, _ attributes: String, options: [String] = ["-t", "3", "-r", "1"], secret: String? = nil
  ) throws -> FinishedCommand {
    let port = command == "acct" ? accountingPort : authenticationPort
    return try radclient(command, port: port, attributes, options: options, secret: secret)
  }

  package func radclient(
    _ command: String, port: UInt16, _ attributes: String, options: [String] = ["-t", "3", "-r", "1"],
    secret: String? = nil
  ) throws -> FinishedCommand {
    try FinishedCommand.run(
      named: "radclient", ["-x"] + options + ["127.0.0.1:\(port)", command, secret ?? self.secret],
      input: attributes + "\n")
  }
}
