import Foundation
import ProcessHarness
import RADIUSWire
import Testing

extension ProcessTests {
  /// Taking over from FreeRADIUS.
  @Suite struct ImportTests {
    private static let clients = """
      client lab {
        ipaddr = 127.0.0.1
        secret = testing123
        virtual_server = elsewhere
      }
      """
    private static let users = "alice Cleartext-Password := \"alicepw\"\ncarl No-Such-Thing == 1\n"
    /// The tables with FreeRADIUS's names of columns; times are those of SQLite, UTC.
    private static let tables = """
      CREATE TABLE radippool(id INTEGER PRIMARY KEY, pool_name TEXT, framedipaddress TEXT, nasipaddress TEXT,
        callingstationid TEXT, expiry_time TEXT, username TEXT, pool_key TEXT);
      INSERT INTO radippool VALUES (1, 'main', '10.99.0.10', '127.0.0.1', '', datetime('now', '+1 hour'), 'alice', '1'),
        (2, 'main', '10.99.0.11', '', '', datetime('now', '-1 hour'), '', '0'),
        (3, 'main', '10.99.0.12', '', '', datetime('now', '-1 hour'), '', '0');
      CREATE TABLE radacct(acctsessionid TEXT, username TEXT, nasipaddress TEXT, acctstarttime TEXT, acctstoptime TEXT,
        acctsessiontime INTEGER, acctinputoctets INTEGER, framedipaddress TEXT);
      INSERT INTO radacct VALUES
        ('old', 'alice', '127.0.0.1', datetime('now', '-3 hours'), datetime('now', '-2 hours'), 3600, 5000000000, '10.99.0.12'),
        ('live', 'alice', '127.0.0.1', datetime('now', '-1 hours'), NULL, 60, 7, '10.99.0.10');
      """

    private struct Summary: Decodable {
      struct Finding: Decodable { var line: Int }
      var clients: Int
      var users: Int
      var liveAddresses: Int
      var pastSessions: Int
      var openSessions: Int
      var notCarriedOver: [Finding]
    }

    @Test func aFreeRADIUSIsTakenOverWithItsSessions() throws {
      let folder = try ServerFolder()
      let raddb = folder.url.appending(path: "raddb")
      try FileManager.default.createDirectory(at: raddb, withIntermediateDirectories: true)
      try Self.clients.write(to: raddb.appending(path: "clients.conf"), atomically: true, encoding: .utf8)
      try Self.users.write(to: raddb.appending(path: "users"), atomically: true, encoding: .utf8)
      let database = folder.url.appending(path: "radius.sqlite").path
      #expect(try FinishedCommand.run(named: "sqlite3", [database], input: Self.tables).status == 0)
      let target = folder.url.appending(path: "new")
      let arguments = [
        "import", "freeradius", raddb.path, "--radippool", database, "--radacct", database, "--to", target.path,
        "--dictionary", Project.dictionary, "--format", "json",
      ]
      let dry = try FinishedCommand.run(Project.binary, arguments).decode(Summary.self)
      #expect(!FileManager.default.fileExists(atPath: target.path))
      #expect((dry.clients, dry.users, dry.liveAddresses, dry.pastSessions, dry.openSessions) == (1, 1, 1, 1, 1))
      #expect(dry.notCarriedOver.map(\.line) == [4, 2])
      #expect(try FinishedCommand.run(Project.binary, arguments + ["--apply"]).status == 0)
      // It is not done twice.
      #expect(try FinishedCommand.run(Project.binary, arguments + ["--apply"]).status == 2)

      // What was made is right as it is, and closed to others; for the test it listens on other ports.
      func rollcall(_ words: String...) throws -> FinishedCommand {
        try FinishedCommand.run(Project.binary, words + ["--config", folder.configuration.path])
      }
      let made = target.appending(path: "rollcall.yaml")
      let check = try FinishedCommand.run(Project.binary, ["check", "--config", made.path])
      #expect(check.status == 0 && check.error.isEmpty, "\(check.error)")
      for name in ["rollcall.yaml", "users", "secrets/lab"] {
        let attributes = try FileManager.default.attributesOfItem(atPath: target.path + "/" + name)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
      }
      let text = try String(contentsOf: made, encoding: .utf8)
        .replacing("0.0.0.0:1812", with: "127.0.0.1:\(folder.authenticationPort)")
        .replacing("0.0.0.0:1813", with: "127.0.0.1:\(folder.accountingPort)")
        .replacing("var/", with: "new/var/").replacing("secrets/", with: "new/secrets/")
        .replacing("users: users", with: "users: new/users")
      try folder.writeConfiguration(text)
      let server = try RollcallProcess(folder)
      let sessions = try rollcall("sessions", "--all", "--format", "json").decode([SessionReport].self)
      #expect(
        sessions.map { "\($0.session) \($0.state) \($0.inputOctets)" } == ["old ended 5000000000", "live active 7"])
      // The session goes on as if nothing had happened, and its Stop frees its address.
      let nas = try TestNAS(folder)
      let stop = try nas.requests.accounting(2) { packet in
        try packet.append(.userName, text: "alice")
        try packet.append(.acctSessionID, text: "live")
        try packet.append(.nasIPAddress, integer: 0x7f00_0001)
        try packet.append(.framedIPAddress, integer: 0x0a63_000a)
      }
      #expect(try nas.exchange(stop) != nil)
      #expect(try rollcall("sessions", "--format", "json").decode([SessionReport].self).isEmpty)
      #expect(try rollcall("pool", "audit").status == 0)
      #expect(server.terminate() == 0)
    }
  }
}
