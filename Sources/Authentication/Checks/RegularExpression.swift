import Glibc

/// A POSIX extended regular expression over octets, with Perl's common shorthands: `\d \w \s` and their opposites,
/// `(?:...)`, a leading `(?i)`, and lazy repetition (which matches the same texts). Matching takes time linear in the
/// text, so that no user can stall the server by a clever name.
///
/// `@unchecked Sendable`: the compiled expression never changes, and glibc's `regexec` locks its own caches.
final class RegularExpression: @unchecked Sendable {
  private let compiled: UnsafeMutablePointer<regex_t>

  /// - Throws: why it is no regular expression, as a sentence without a full stop.
  init(_ pattern: [UInt8]) throws(Failure) {
    var translation = PerlPattern(pattern)
    let posix = try translation.translated()
    // Assigned only once it is whole: `deinit` runs for an initializer that throws after that.
    let compiled = UnsafeMutablePointer<regex_t>.allocate(capacity: 1)
    let flags = REG_EXTENDED | REG_NOSUB | (translation.ignoresCase ? REG_ICASE : 0)
    let code = (posix + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { regcomp(compiled, $0.baseAddress, flags) }
    }
    guard code == 0 else {
      var message = [CChar](repeating: 0, count: 256)
      _ = regerror(code, compiled, &message, message.count)
      compiled.deallocate()
      throw Failure(message: String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
    self.compiled = compiled
  }

  deinit {
    regfree(compiled)
    compiled.deallocate()
  }

  struct Failure: Error {
    var message: String
  }

  /// Whether any part of `text` matches. The text may hold any octets.
  func matches(_ text: [UInt8]) -> Bool {
    var range = regmatch_t(rm_so: 0, rm_eo: regoff_t(text.count))
    return (text + [0]).withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { regexec(compiled, $0.baseAddress, 1, &range, REG_STARTEND) } == 0
    }
  }
}
