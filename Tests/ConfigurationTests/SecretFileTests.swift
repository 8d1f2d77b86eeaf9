import Configuration
import Foundation
import RADIUSCrypto
import ServerCore
import Testing

/// Secrets in files of their own.
@Suite struct SecretFileTests {
  /// Writes `content` beside a configuration that names it, loads that, and clears up.
  private func load(_ content: String, mode: Int, configurationMode: Int = 0o644) throws -> ServerConfiguration {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rollcall-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
    let secret = folder.appendingPathComponent("lab.secret")
    let file = folder.appendingPathComponent("rollcall.yaml")
    try Data(content.utf8).write(to: secret)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: secret.path)
    try Data("clients:\n  - {name: lab, address: 127.0.0.1, secret-file: lab.secret}\n".utf8).write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: configurationMode], ofItemAtPath: file.path)
    return try ServerConfiguration.load(path: file.path)
  }

  @Test(arguments: ["hunter2", "hunter2\n", "hunter2\r\n"]) func `the line of a file is the secret`(text: String) throws
  {
    let configuration = try load(text, mode: 0o600)
    #expect(configuration.clients.map(\.secret) == [SharedSecret("hunter2")])
    #expect(configuration.warnings.isEmpty)
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o660, 0o602]) func `a file open to others is refused`(mode: Int) {
    let thrown = #expect(throws: ConfigurationErrors.self) { try load("hunter2\n", mode: mode) }
    #expect(thrown?.errors.map(\.key) == ["clients[0].secret-file"])
    #expect(thrown?.errors.first?.line == 2)
    #expect(thrown?.description.contains("is open to users other than its owner; run `chmod 600 ") == true)
    #expect(thrown?.description.contains("hunter2") == false)
  }

  @Test(arguments: [
    ("", "is empty; write the secret into it"), ("\n", "is empty; write the secret into it"),
    ("hunter2\nhunter2\n", "holds more than one line; write the secret into it, alone on one line"),
    ("hunter2\0", "holds more than one line"), (String(repeating: "x", count: 4097), "is longer than 4KiB"),
  ])
  func `a file without one secret is refused`(content: String, words: String) {
    let thrown = #expect(throws: ConfigurationErrors.self) { try load(content, mode: 0o400) }
    #expect(thrown?.errors.map(\.key) == ["clients[0].secret-file"])
    #expect(thrown?.description.contains(words) == true)
    #expect(thrown?.description.contains("hunter2") == false)
  }
}
