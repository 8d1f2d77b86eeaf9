import RADIUSCrypto

extension ConfigurationReader {
  /// A secret in fewer octets than this can be found by trying (RFC 2865 §3 asks for 16 at least).
  static let secretLengthAdvised = 16
  /// More than any NAS takes; a longer file is not a secret's.
  static let secretLengthMax = 4096

  /// The secret of a section, from `secret` or `secret-file`. `isLocal`: it protects traffic of this machine only, so
  /// a short one is nobody's business.
  mutating func secret(of section: Section, isRequired: Bool, isLocal: Bool) -> SharedSecret? {
    switch (section["secret"], section["secret-file"]) {
    case (let field?, nil):
      guard let secret = inlineSecret(field) else { return nil }
      warnOfShort(secret, field, isLocal: isLocal)
      return secret
    case (nil, let field?):
      guard let path = path(field, expected: "the path of a file that holds the secret") else { return nil }
      guard let secret = secret(inFile: path, field) else { return nil }
      warnOfShort(secret, field, isLocal: isLocal)
      return secret
    case (_?, let field?):
      error(field, "stands beside `secret`", "keep one of `secret` and `secret-file`")
      return nil
    case (nil, nil):
      if isRequired {
        reportMissing("secret", of: section, "write `secret: TEXT` or `secret-file: PATH`")
      }
      return nil
    }
  }

  private mutating func inlineSecret(_ field: Field) -> SharedSecret? {
    guard let text = text(field, expected: "the secret that the client has too") else { return nil }
    guard text.utf8.count <= Self.secretLengthMax else {
      error(field, "is longer than \(Self.secretLengthMax) octets", "write a shorter secret")
      return nil
    }
    if isReadableByOthers {
      warning(
        field, "everybody on this machine can read it", "run `chmod o-r \(file)`, or move it to a `secret-file`")
    }
    return SharedSecret(text)
  }

  private mutating func secret(inFile path: String, _ field: Field) -> SharedSecret? {
    let content: FileText
    do throws(FileText.Problem) {
      content = try FileText(path: path, octetsMax: Self.secretLengthMax)
    } catch {
      self.error(field, error.problem, error.remedy)
      return nil
    }
    guard content.mode & 0o077 == 0 else {
      error(field, "`\(path)` is open to users other than its owner", "run `chmod 600 \(path)`")
      return nil
    }
    var octets = content.octets
    if octets.last == UInt8(ascii: "\n") { octets.removeLast() }
    if octets.last == UInt8(ascii: "\r") { octets.removeLast() }
    guard !octets.isEmpty else {
      error(field, "`\(path)` is empty", "write the secret into it")
      return nil
    }
    guard !octets.contains(where: { [0, UInt8(ascii: "\n"), UInt8(ascii: "\r")].contains($0) }) else {
      error(field, "`\(path)` holds more than one line", "write the secret into it, alone on one line")
      return nil
    }
    return SharedSecret(octets)
  }

  private mutating func warnOfShort(_ secret: SharedSecret, _ field: Field, isLocal: Bool) {
    guard !isLocal, secret.bytes.count < Self.secretLengthAdvised else { return }
    warning(
      field, "is shorter than \(Self.secretLengthAdvised) octets and can be found by trying",
      "use a random one of \(Self.secretLengthAdvised) or more, as `openssl rand -base64 24` prints")
  }
}
