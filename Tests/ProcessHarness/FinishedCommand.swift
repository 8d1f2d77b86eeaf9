package import Foundation

/// A command that has run to its end.
package struct FinishedCommand {
  package let status: Int32
  package let output: String
  package let error: String

  /// Runs a command with `input` on its standard input. It is killed after `seconds`.
  package static func run(
    _ executable: URL, _ arguments: [String], input: String = "", environment: [String: String] = [:],
    seconds: Double = 60
  ) throws -> FinishedCommand {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.currentDirectoryURL = Project.root
    let (standardInput, standardOutput, standardError) = (Pipe(), Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = standardOutput
    process.standardError = standardError
    let (output, error) = (OutputLog(), OutputLog())
    let exited = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in exited.signal() }
    try process.run()
    output.follow(standardOutput.fileHandleForReading)
    error.follow(standardError.fileHandleForReading)
    standardInput.fileHandleForWriting.write(Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    if exited.wait(timeout: .now() + seconds) == .timedOut {
      kill(process.processIdentifier, SIGKILL)
      exited.wait()
      throw HarnessError("\(executable.lastPathComponent) \(arguments) did not end in \(seconds) s")
    }
    output.waitForEnd(seconds: 5)
    error.waitForEnd(seconds: 5)
    return FinishedCommand(status: process.terminationStatus, output: output.text, error: error.text)
  }

  /// Runs a command that the search path holds.
  package static func run(named name: String, _ arguments: [String], input: String = "") throws -> FinishedCommand {
    try run(URL(filePath: "/usr/bin/env"), [name] + arguments, input: input)
  }

  /// What the command printed, as JSON. `other` is an exit status that is as good as 0.
  package func decode<Value: Decodable>(_ type: Value.Type, orStatus other: Int32 = 0) throws -> Value {
    guard status == 0 || status == other else { throw HarnessError("exit status \(status): \(error)\(output)") }
    return try JSONDecoder().decode(type, from: Data(output.utf8))
  }
}
