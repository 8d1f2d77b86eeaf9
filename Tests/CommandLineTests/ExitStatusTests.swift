import Foundation
import Testing

/// The built command, as a shell sees it.
@Suite struct ExitStatusTests {
  private struct Finished {
    var status: Int32
    var output: String
    var errors: String
  }

  private func rollcall(_ arguments: [String], input: String = "") throws -> Finished {
    let process = Process()
    let named = ProcessInfo.processInfo.environment["ROLLCALL_BINARY"].map { URL(filePath: $0) }
    process.executableURL =
      named ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "rollcall")
    process.arguments = arguments
    process.currentDirectoryURL = TestDictionary.root
    let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = standardInput
    try process.run()
    try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let errorText = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Finished(status: process.terminationStatus, output: text, errors: errorText)
  }

  @Test(arguments: [
    ["--help"], ["--version"], ["help", "pool", "explain"], ["client", "--help"],
    ["--generate-completion-script", "bash"],
    ["check", "--config", "conf/rollcall.yaml"], ["dictionary", "User-Name"], ["dictionary", "26.9.1"],
    ["users", "list", "--config", "conf/rollcall.yaml", "--format", "json"],
  ])
  func done(_ arguments: [String]) throws {
    let finished = try rollcall(arguments)
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(!finished.output.isEmpty)
  }

  @Test(arguments: [
    ["dictionary", "no-such-thing"], ["status", "--config", "conf/rollcall.yaml"],
    ["client", "127.0.0.1:1", "auth", "testing123", "User-Name=demo", "--retries", "1"],
  ])
  func wrong(_ arguments: [String]) throws {
    let finished = try rollcall(arguments)
    #expect(finished.status == 1)
    #expect(finished.errors.hasPrefix("rollcall: "), "\(finished.errors)")
  }

  @Test(arguments: [
    ["--no-such-option"], ["pool", "explain"], ["pool", "explain", "10.64.0"], ["sessions", "--state", "free"],
    ["sessions", "--all", "--state", "active"], ["check", "--config", "/nonexistent.yaml"],
    ["client", "127.0.0.1", "auth", "testing123", "No-Such-Attribute=1"], ["client", "127.0.0.1", "shout", "x"],
    ["pool", "list", "--format", "xml"],
  ])
  func wrongUse(_ arguments: [String]) throws {
    let finished = try rollcall(arguments)
    #expect(finished.status == 2, "\(finished.output)")
    #expect(!finished.errors.isEmpty)
  }

  @Test func aPasswordIsHashedFromStandardInput() throws {
    let finished = try rollcall(["users", "hash", "--method", "sha512"], input: "s3cret\n")
    #expect(finished.status == 0)
    #expect(finished.output.hasPrefix("Crypt-Password := \"$6$"))
    #expect(try rollcall(["users", "hash"], input: "").status == 2)
  }

  @Test(arguments: [("demo", Int32(0)), ("wrong", 1)])
  func aPasswordIsTried(_ password: String, _ status: Int32) throws {
    let finished = try rollcall(["users", "test", "demo", "--config", "conf/rollcall.yaml"], input: password + "\n")
    #expect(finished.status == status, "\(finished.output)\(finished.errors)")
  }

  @Test(arguments: [
    "serve", "check", "status", "pool list", "pool explain", "sessions", "users add", "client", "dictionary",
  ])
  func helpHasExamples(_ command: String) throws {
    let finished = try rollcall(["help"] + command.split(separator: " ").map(String.init))
    #expect(finished.output.contains("EXAMPLE"))
  }
}
