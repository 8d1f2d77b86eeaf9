#if canImport(Glibc)
  import Glibc
#endif

/// Standard streams.
enum Terminal {
  /// Writes a line to standard error.
  static func complain(_ line: String) { prompt(line + "\n") }

  /// Writes text to standard error as it is.
  static func prompt(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Writes text that has its own line end to standard output.
  static func show(_ text: String) { print(text, terminator: "") }

  /// Hands on what was shown, where standard output is no terminal.
  static func flush() { fflush(nil) }

  /// The octets of a file; nil: it cannot be read.
  static func read(file: String) -> [UInt8]? {
    guard let stream = fopen(file, "rb") else { return nil }
    defer { fclose(stream) }
    var octets: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, stream)
      guard count > 0 else { return ferror(stream) == 0 ? octets : nil }
      octets += chunk[..<count]
    }
  }

  /// Writes a file anew. False: it cannot be written.
  static func write(_ text: String, file: String) -> Bool {
    guard let stream = fopen(file, "wb") else { return false }
    let octets = Array(text.utf8)
    let isWritten = fwrite(octets, 1, octets.count, stream) == octets.count
    return fclose(stream) == 0 && isWritten
  }

  static var isInputATerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// All of standard input, as text.
  static func readAll() -> String {
    var text = ""
    while let line = readLine(strippingNewline: false) { text += line }
    return text
  }

  /// Reads a password: from a terminal without showing it, and twice where it is a new one; else the first line of
  /// standard input.
  static func readPassword(prompt: String, isNew: Bool) throws -> String {
    guard isInputATerminal else {
      guard let line = readLine() else { throw CommandFailure.usage("no password on standard input") }
      return line
    }
    let first = try readHidden(prompt)
    if isNew, try readHidden("Again: ") != first {
      throw CommandFailure.usage("the two passwords differ; nothing was changed")
    }
    return first
  }

  private static func readHidden(_ prompt: String) throws -> String {
    var settings = termios()
    guard tcgetattr(STDIN_FILENO, &settings) == 0 else { throw CommandFailure.usage("the terminal cannot be set") }
    let shown = settings
    settings.c_lflag &= ~tcflag_t(ECHO)
    self.prompt(prompt)
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    let line = readLine()
    var restored = shown
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &restored)
    self.prompt("\n")
    guard let line else { throw CommandFailure.usage("no password was typed") }
    return line
  }
}
