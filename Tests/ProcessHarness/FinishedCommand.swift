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
    let (standardInput, standardOutput, standardError) = (Pipe(), Pipe(), Pipe())
    let process = try ChildProcess(
      executable, arguments, environment: ProcessInfo.processInfo.environment.merging(environment) { $1 },
      directory: Project.root, input: standardInput.fileHandleForReading,
      output: standardOutput.fileHandleForWriting, error: standardError.fileHandleForWriting)
    for handle in [
      standardInput.fileHandleForReading, standardOutput.fileHandleForWriting, standardError.fileHandleForWriting,
    ] { try handle.close() }
    let (output, error) = (OutputLog(), OutputLog())
    output.follow(standardOutput.fileHandleForReading)
    error.follow(standardError.fileHandleForReading)
    if !input.isEmpty { standardInput.fileHandleForWriting.write(Data(input.utf8)) }
    try standardInput.fileHandleForWriting.close()
    guard let status = process.wait(seconds: seconds) else {
      process.send(SIGKILL)
      throw HarnessError("\(executable.lastPathComponent) \(arguments) did not end in \(seconds) s")
    }
    output.waitForEnd(seconds: 5)
    error.waitForEnd(seconds: 5)
    return FinishedCommand(status: status, output: output.text, error: error.text)
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
