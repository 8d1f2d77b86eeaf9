import CCrypt
import Console
import Foundation
import NetworkAddress
import Testing

@Suite struct UsersFileTests {
  private func newFile(_ text: String, mode: Int = 0o640) throws -> String {
    let path = "/tmp/rollcall-users-\(UUID().uuidString)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }

  @Test func anEntryIsAppendedAndTheModeKept() throws {
    let path = try newFile("alice Cleartext-Password := \"x\"")
    defer { unlink(path) }
    try UsersFileEditor(path: path).append("bob NT-Password := 0x00\n") { old, new in
      #expect(old == "alice Cleartext-Password := \"x\"")
      #expect(new == old + "\nbob NT-Password := 0x00\n")
    }
    #expect(
      try String(contentsOfFile: path, encoding: .utf8)
        == "alice Cleartext-Password := \"x\"\nbob NT-Password := 0x00\n")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o640)
  }

  @Test func whatIsRefusedLeavesTheFileAndNothingBeside() throws {
    let path = try newFile("alice\n")
    defer { unlink(path) }
    let refusal = UsersEditError("no")
    #expect(throws: refusal) {
      try UsersFileEditor(path: path).append("bob\n") { _, _ in throw refusal }
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "alice\n")
    let name = try #require(path.split(separator: "/").last)
    let beside = try FileManager.default.contentsOfDirectory(atPath: "/tmp").filter { $0.hasPrefix(name) }
    #expect(beside == [String(name)])
    #expect(throws: UsersEditError.self) { try UsersFileEditor(path: path + ".absent") }
  }

  @Test func aLinkStaysALink() throws {
    let path = try newFile("alice\n")
    let link = path + "-link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    defer {
      unlink(path)
      unlink(link)
    }
    try UsersFileEditor(path: link).append("bob\n") { _, _ in }
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "alice\nbob\n")
  }

  @Test(arguments: [PasswordMethod.yescrypt, .sha512, .bcrypt])
  func aHashVerifies(_ method: PasswordMethod) throws {
    let hash = try PasswordHash.make("s3cret", method: method)
    #expect(hash != (try PasswordHash.make("s3cret", method: method)), "each has a salt of its own")
    var data = crypt_data()
    let again = try #require(crypt_r("s3cret", hash, &data))
    #expect(String(cString: again) == hash)
    let other = try #require(crypt_r("secret", hash, &data))
    #expect(String(cString: other) != hash)
  }

  @Test(arguments: ["", "a\nb", "a\u{0}b", String(repeating: "x", count: 129)])
  func whatIsNoPassword(_ password: String) {
    #expect(throws: UsersEditError.self) { try PasswordHash.make(password, method: .yescrypt) }
  }

  @Test func entriesAreQuotedWhereTheyMust() throws {
    let plain = UserEntry(
      name: "alice@example.org", method: .cleartext, storedPassword: "a\"b\\c", pool: "main",
      address: IPv4Address("10.0.0.9"), simultaneousUse: 2)
    #expect(
      try plain.text()
        == "alice@example.org\tCleartext-Password := \"a\\\"b\\\\c\", Pool-Name := \"main\", Simultaneous-Use := 2\n"
        + "\tFramed-IP-Address := 10.0.0.9\n")
    let spaced = UserEntry(name: "a b", method: .nt, storedPassword: "00ff")
    #expect(try spaced.text() == "\"a b\"\tNT-Password := 0x00ff\n")
    for name in ["", "DEFAULT", "a\nb"] {
      #expect(throws: UsersEditError.self) {
        try UserEntry(name: name, method: .nt, storedPassword: "00").text()
      }
    }
  }
}
