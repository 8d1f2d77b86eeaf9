import Authentication
import Glibc
import RADIUSDictionary
import Testing

/// Faults of a users file: each names its line, what is wrong and what would be right.
@Suite struct UsersFileErrorTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    var text: String
    var line: Int
    var message: String

    init(_ text: String, _ line: Int, _ message: String) {
      (self.text, self.line, self.message) = (text, line, message)
    }

    var testDescription: String { message }
  }

  @Test(arguments: [
    Fault("bob Cleartext-Pasword := x", 1, "no dictionary knows the attribute Cleartext-Pasword"),
    Fault("\nbob Cleartext-Password x", 2, "\"x\" after Cleartext-Password is no operator"),
    Fault("bob Cleartext-Password", 1, "Cleartext-Password has no operator and no value"),
    Fault("bob Cleartext-Password :=", 1, "Cleartext-Password has no value"),
    Fault("bob Cleartext-Password := # x", 1, "Cleartext-Password has no value"),
    Fault("bob Cleartext-Password := \"x", 1, "a quoted value does not end"),
    Fault("bob Cleartext-Password := x,", 1, "the check items end in a comma"),
    Fault("bob, Cleartext-Password := x", 1, "a comma follows the user's name"),
    Fault("bob Cleartext-Password := x NAS-Port == 1", 1, "a comma is missing after Cleartext-Password"),
    Fault("bob Cleartext-Password := x, := y", 1, "an attribute's name should stand at column 30"),
    Fault("bob Cleartext-Password := foo#bar", 1, "the value of Cleartext-Password holds # outside of quotes"),
    Fault("bob Cleartext-Password := \"C:\\dir\"", 1, "\\d is no escape"),
    Fault("bob Cleartext-Password := `date`", 1, "` runs a program in FreeRADIUS, and Rollcall runs none"),
    Fault("bob Cleartext-Password := \"%{User-Name}\"", 1, "%{...} stands for a value of the request in FreeRADIUS"),
    Fault("bob\n  Reply-Message = \"50% %{User-Name}\"", 2, "Reply-Message: a % stands alone beside %{...}"),
    Fault(
      "bob\n  Reply-Message = \"%{sql:SELECT 1}\"", 2, "Reply-Message: %{sql:SELECT 1} is no attribute of a request"),
    Fault("bob\n  Reply-Message = \"%{User-Password}\"", 2, "Reply-Message: %{User-Password} would send a password"),
    Fault("bob\n  Framed-MTU = \"%{NAS-Port}\"", 2, "Framed-MTU takes no %{...}"),
    Fault("bob Cleartext-Password == x", 1, "Cleartext-Password == compares it with the request"),
    Fault("bob User-Password == x", 1, "User-Password == compares it with the request"),
    Fault("bob Auth-Type == Reject", 1, "Auth-Type == compares it with the request"),
    Fault("bob Auth-Type := Kerberos", 1, "Auth-Type \"Kerberos\" is none that Rollcall has"),
    Fault("bob Expiration := tomorrow", 1, "Expiration \"tomorrow\" is no date"),
    Fault("bob Login-Time := Xy0800-1800", 1, "Login-Time \"Xy0800-1800\" is no list of days and times"),
    Fault("bob Simultaneous-Use := many", 1, "Simultaneous-Use \"many\" is no number of sessions"),
    Fault("bob Pool-Name := \"\"", 1, "Pool-Name is empty"),
    Fault("bob Framed-Protocol = PPP", 1, "Framed-Protocol = on the first line neither compares nor replies"),
    Fault("bob Proxy-To-Realm := LOCAL", 1, "Rollcall does not act on Proxy-To-Realm"),
    Fault("DEFAULT Huntgroup-Name == x, Auth-Type := Reject", 1, "Huntgroup-Name is nothing that a request carries"),
    Fault("bob User-Name =~ \"(\"", 1, "\"(\" is no regular expression: "),
    Fault("bob User-Name =~ \"(?=x)\"", 1, "\"(?=x)\" is no regular expression: "),
    Fault("bob NAS-Port == ten", 1, "NAS-Port: "),
    Fault("bob NAS-Port:1 == 1", 1, "NAS-Port takes no tag"),
    Fault("bob Tunnel-Type:99 == VLAN", 1, "Tunnel-Type has the tag \"99\""),
    Fault("bob Time-Of-Day > 25:00", 1, "Time-Of-Day \"25:00\" is no time"),
    Fault("bob Crypt-Password := nonsense!", 1, "Crypt-Password is no hash that libcrypt knows"),
    Fault("bob NT-Password := 1234", 1, "NT-Password is not 16 octets in hexadecimal or base64"),
    Fault("bob MD5-Password := 5ebe2294ecd0e0f08eab7690d2a6ee", 1, "MD5-Password is not 16 octets"),
    Fault("bob SSHA-Password := '5en6G6MezRroT3XKqkdPOmY/BfQ='", 1, "SSHA-Password is not 20 octets and a salt"),
    Fault("bob SHA2-Password := abcd", 1, "SHA2-Password is not 28, 32, 48, 64 octets"),
    Fault("bob PBKDF2-Password := HMACSHA2+256", 1, "PBKDF2 needs a method, iterations, a salt and a hash"),
    Fault("bob PBKDF2-Password := HMACMD5:1000:AQID:AQID", 1, "PBKDF2 with \"HMACMD5\" is not known"),
    Fault("bob PBKDF2-Password := HMACSHA1:99999999:AQID:AQID", 1, "PBKDF2 with 99999999 iterations is over"),
    Fault("bob PBKDF2-Password := HMACSHA1:0:AQID:AQID", 1, "the iterations of PBKDF2 are no number"),
    Fault("bob PBKDF2-Password := HMACSHA1:1000:AQID:AQID", 1, "the hash of PBKDF2 is not the base64 of 20 octets"),
    Fault("bob Password-With-Header := '{rot13}frperg'", 1, "{rot13} is no header that is known"),
    Fault("bob LM-Password := x", 1, "Rollcall checks no LM-Password"),
    Fault("bob\n  Reply-Message = x\n  Filter-Id = y", 3, "reply items follow a line that does not end in a comma"),
    Fault("bob\n  Reply-Message = x,\namy", 2, "the reply items end in a comma"),
    Fault("bob\n  Reply-Message = x,", 2, "the reply items end in a comma"),
    Fault("  Reply-Message = x", 1, "reply items stand before any entry"),
    Fault("bob\n  Reply-Message == x", 2, "Reply-Message == compares, which reply items do not"),
    Fault("bob\n  Reply-Message = \"\"", 2, "Reply-Message is empty, which RADIUS does not send"),
    Fault("bob\n  Pool-Name := x", 2, "Pool-Name is never sent, so it has no place among the reply items"),
    Fault("bob\n  Fall-Through = Maybe", 2, "Fall-Through \"Maybe\" is neither Yes nor No"),
    Fault("bob\n  Session-Timeout = 0", 2, "Session-Timeout of 0 s ends a session at once"),
    Fault("bob\n  Framed-IP-Address = 10.0.0.256", 2, "Framed-IP-Address: "),
    Fault("bob\n  Message-Authenticator = 0x00", 2, "Message-Authenticator is written by the server alone"),
    Fault("bob\n  Reply-Message = \"\(String(repeating: "x", count: 254))\"", 2, "Reply-Message: "),
    Fault("$ENCLUDE x", 1, "$ENCLUDE is no directive"),
    Fault("$INCLUDE", 1, "$INCLUDE names no file"),
    Fault("$INCLUDE missing", 1, "conf/missing: the file does not exist"),
    Fault("bob\u{0} x", 1, "the line holds a zero octet"),
    Fault("\(String(repeating: "x", count: 254)) Auth-Type := Accept", 1, "the user's name has 254 octets"),
    Fault(String(repeating: "x", count: 16_385), 1, "the line has 16385 octets"),
  ])
  func faults(_ fault: Fault) throws {
    let error = try #require(try Lab.fault(fault.text))
    #expect(error.file == "conf/users")
    #expect(error.line == fault.line)
    #expect(error.message.hasPrefix(fault.message), "\(error)")
    #expect(!error.remedy.isEmpty)
    #expect(error.description == "conf/users:\(error.line): \(error.message); \(error.remedy)")
  }

  /// Nothing of a password stands in an error.
  @Test(arguments: ["Crypt-Password", "NT-Password", "SSHA-Password", "PBKDF2-Password", "SHA2-Password"])
  func errorsKeepPasswords(_ attribute: String) throws {
    let error = try #require(try Lab.fault("bob \(attribute) := \"TopSecret:x\"\n"))
    #expect(!error.description.contains("TopSecret"))
  }

  @Test func tooManyReplyItems() throws {
    let item = "Reply-Message += \"\(String(repeating: "x", count: 253))\""
    let text = "bob\n  " + Array(repeating: item, count: 16).joined(separator: ",\n  ") + "\n"
    let error = try #require(try Lab.fault(text))
    #expect(error.message == "the reply items take 4080 octets")
  }

  /// Each entry alone fits, and together they do not.
  @Test func mergedItemsThatDoNotFitAreRefused() throws {
    let item = "Reply-Message += \"\(String(repeating: "x", count: 253))\""
    let items = "  " + Array(repeating: item, count: 10).joined(separator: ",\n  ")
    let store = try Lab.store("bob Auth-Type := Accept\n\(items),\n  Fall-Through = Yes\nDEFAULT\n\(items)\n")
    #expect(store.decide(try Lab.pap("bob", "x")).refusal?.reason == .replyTooLong)
    #expect(store.decide(try Lab.pap("amy", "x")).refusal?.reason == .noPassword)
  }

  // MARK: Files

  /// A folder that is gone after the test.
  private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    var template = Array("/tmp/rollcall-users-XXXXXX".utf8CString)
    let folder = try #require(mkdtemp(&template)).withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
    defer {
      for name in files.keys { unlink(folder + "/" + name) }
      rmdir(folder + "/sub")
      rmdir(folder)
    }
    mkdir(folder + "/sub", 0o700)
    for (name, text) in files {
      let file = try #require(fopen(folder + "/" + name, "w"))
      fputs(text, file)
      fclose(file)
    }
    try body(folder)
  }

  @Test func includesStandInTheirPlace() throws {
    let files = [
      "users": "first Auth-Type := Accept\n$INCLUDE sub/more\nlast Auth-Type := Accept\n",
      "sub/more": "middle Auth-Type := Accept\n$include deep\n", "sub/deep": "deep Auth-Type := Accept\n",
    ]
    try withFolder(files) { folder in
      let store = try UserStore.load(path: folder + "/users", dictionary: try Lab.dictionary())
      #expect(store.users.map(\.name) == ["first", "middle", "deep", "last"])
      #expect(
        store.users.map { String($0.file.dropFirst(folder.count + 1)) } == ["users", "sub/more", "sub/deep", "users"])
      #expect(store.users.map(\.line) == [1, 1, 1, 3])
    }
  }

  @Test func errorsNameTheIncludedFile() throws {
    let files = ["users": "\n$INCLUDE sub/bad\n", "sub/bad": "\n\nbob Nonsense == 1\n"]
    try withFolder(files) { folder in
      let error = try #require(throws: UsersFileError.self) {
        try UserStore.load(path: folder + "/users", dictionary: try Lab.dictionary())
      }
      #expect(error.file == folder + "/sub/bad")
      #expect(error.line == 3)
    }
  }

  @Test func includesThatGoInCirclesEnd() throws {
    try withFolder(["users": "$INCLUDE users\n"]) { folder in
      let error = try #require(throws: UsersFileError.self) {
        try UserStore.load(path: folder + "/users", dictionary: try Lab.dictionary())
      }
      #expect(error.message == "files include each other more than 16 deep")
    }
  }

  @Test func filesThatCannotBeRead() throws {
    try withFolder([:]) { folder in
      let folderError = try #require(throws: UsersFileError.self) {
        try UserStore.load(path: folder, dictionary: try Lab.dictionary())
      }
      #expect(folderError.description == "\(folder): this is a folder; name a users file")
      let missing = try #require(throws: UsersFileError.self) {
        try UserStore.load(path: folder + "/none", dictionary: try Lab.dictionary())
      }
      #expect(missing.description == "\(folder)/none: the file does not exist; create it, or correct its path")
    }
  }
}
