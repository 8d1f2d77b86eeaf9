import ArgumentParser

#if canImport(Glibc)
  import Glibc
#endif

@main
enum Main {
  /// Runs the command and ends the process with 0, 1 or 2.
  static func main() async {
    do {
      var command = try RollcallCommand.parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      end(with: error)
    }
  }

  private static func end(with error: any Error) -> Never {
    if let failure = error as? CommandFailure {
      for line in failure.message.split(separator: "\n") { Terminal.complain("rollcall: \(line)") }
      exit(failure.status)
    }
    if let code = error as? ExitCode { exit(code.rawValue) }
    // Help, a version or a completion script is asked for, and no failure. Anything else here is a wrong use, for which
    // ArgumentParser would exit with 64.
    let message = RollcallCommand.fullMessage(for: error)
    if RollcallCommand.exitCode(for: error) == .success {
      print(message)
      exit(0)
    }
    Terminal.complain(message)
    exit(2)
  }
}
