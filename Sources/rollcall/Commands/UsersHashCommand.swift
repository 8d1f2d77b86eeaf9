import ArgumentParser
import Console

extension PasswordMethod: ExpressibleByArgument {}

struct UsersHashCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hash",
    abstract: "Hash a password for a users file.",
    discussion: """
      The password is asked for, or is the first line of standard input. A hash (yescrypt, sha512, bcrypt) answers PAP \
      only; MS-CHAP needs nt or cleartext, CHAP needs cleartext.

      EXAMPLES
        rollcall users hash
        rollcall users hash --method sha512 < password-file
      """)

  @Option(help: "How to keep it.")
  var method: PasswordMethod = .yescrypt

  func run() async throws {
    let password = try Terminal.readPassword(prompt: "Password: ", isNew: true)
    do {
      let stored = try PasswordHash.make(password, method: method)
      Terminal.show("\(method.attributeName) := \(try UserEntry.value(stored, method: method))\n")
    } catch { throw CommandFailure.usage("\(error)") }
  }
}
