import Foundation
import Migration
import NetworkAddress
import RADIUSDictionary
import Testing

@Suite struct FreeRADIUSImportTests {
  static let dictionary: AttributeDictionary = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    do {
      return try AttributeDictionary.load(path: root.appending(path: "dictionaries/dictionary").path)
    } catch { fatalError("the shipped dictionary does not load: \(error)") }
  }()

  private func plan(_ files: [String: String]) -> FreeRADIUSImport {
    FreeRADIUSImport(folder: "raddb", dictionary: Self.dictionary) { path in
      files[String(path.dropFirst("raddb/".count))]
    }
  }

  @Test func clientsAreCarriedOver() {
    let plan = plan([
      "clients.conf": """
      client one { ipaddr = 192.0.2.0/24 secret = "a # \\"b\\"" }   # a comment
      client two {
        ipaddr = 192.0.3.1
        netmask = 24
        secret = s3cr3t=
        require_message_authenticator = yes
        limit_proxy_state=auto
        shortname = "two words"
        limit {
          max_connections = 16
        }
      }
      $INCLUDE more.conf
      """,
      "more.conf": "client 2001:db8::/48 {\n  secret = six\n}\nclient any { ipaddr = * secret = x }\n",
      "users": "",
    ])
    #expect(plan.clients.map(\.name) == ["one", "two-words", "2001-db8---48", "any"])
    #expect(
      plan.clients.map(\.block.description) == ["192.0.2.0/24", "192.0.3.0/24", "2001:db8::/48", "0.0.0.0/0"])
    #expect(plan.clients.map(\.secret) == ["a # \"b\"", "s3cr3t=", "six", "x"])
    #expect(plan.clients[1].requireMessageAuthenticator == "yes" && plan.clients[1].limitProxyState == "auto")
    #expect(plan.clients[0].requireMessageAuthenticator == nil)
    #expect(plan.findings.isEmpty, "\(plan.findings)")
  }

  struct Case: Sendable {
    var text: String
    var line: Int
    var problem: String
  }

  @Test(arguments: [
    Case(text: "client a {\n ipaddr = nas.example.net\n secret = x\n}", line: 1, problem: "is no address"),
    Case(text: "client a {\n ipaddr = 192.0.2.1\n}", line: 1, problem: "no secret"),
    Case(
      text: "client a {\n ipaddr = 192.0.2.1\n secret = x\n virtual_server = v\n}", line: 4, problem: "virtual_server"),
    Case(text: "client a {\n ipaddr = 192.0.2.1\n secret = x\n proto = tcp\n}", line: 1, problem: "tcp"),
    Case(
      text: "client a { ipaddr = 192.0.2.1 secret = x }\nclient b { ipaddr = 192.0.2.1 secret = x }", line: 2,
      problem: "client `a`"),
    Case(text: "client a {\n ipaddr = 192.0.2.1\n secret = $ENV{KEY}\n}", line: 1, problem: "stands elsewhere"),
    Case(text: "home_server h {\n}", line: 1, problem: "home_server"),
    Case(text: "client a {\n ipaddr = 192.0.2.1\n secret = x\n", line: 1, problem: "not closed"),
    Case(text: "}\n", line: 1, problem: "closes nothing"),
    Case(text: "\n$INCLUDE missing.conf\n", line: 2, problem: "missing.conf"),
  ])
  func whatCannotBeCarriedOverIsListed(example: Case) {
    let plan = plan(["clients.conf": example.text, "users": ""])
    #expect(plan.findings.map(\.line) == [example.line])
    #expect(plan.findings.first?.description.contains(example.problem) == true, "\(plan.findings)")
  }

  @Test func usersThatCannotBeBecomeComments() {
    let plan = plan([
      "clients.conf": "",
      "mods-config/files/authorize": """
      # ours
      alice Cleartext-Password := "a"
      \tReply-Message = "hello"

      carl No-Such-Thing == 1
      \tReply-Message = "no"
      bob Cleartext-Password := "b"
      $INCLUDE extra
      """,
      "mods-config/files/extra": "dora Cleartext-Password := \"d\"\n",
    ])
    #expect(plan.users == 3)
    #expect(plan.findings.map(\.line) == [5])
    #expect(plan.usersText.contains("\n# carl No-Such-Thing == 1\n# \tReply-Message = \"no\"\n"))
    #expect(plan.usersText.contains("\nbob ") && plan.usersText.contains("\ndora "))
  }

  @Test func poolsComeFromFilesAndTables() throws {
    var plan = plan([
      "clients.conf": "", "users": "",
      "mods-enabled/ippool": "ippool main pool {}\nippool home {\n range_start = 10.0.0.1\n range_stop = 10.0.0.9\n}\n",
    ])
    #expect(plan.pools.map(\.name) == ["home"])
    #expect(plan.pools.map(\.size) == [9])
    var leases = LeasesImport(times: TableTime { _ in 0 }, now: ImportedTables.now)
    var reader = CSVReader(file: "pool.csv")
    for line in ImportedTables.radippool.split(separator: "\n") {
      if let row = reader.take(String(line)) { leases.take(row) }
    }
    plan.add(leases.plannedPools, from: "pool.csv")
    #expect(plan.pools.map(\.name) == ["home", "vpn"])
    #expect(plan.pools[1].ranges.map(\.description) == ["10.8.0.1-10.8.0.3", "10.8.0.9"])
    #expect(plan.findings.contains { $0.file == "pool.csv" && $0.problem.contains("`clash`") })
    let text = ImportedConfiguration.text(plan, dictionary: "/d")
    #expect(text.contains("  - name: \"vpn\"\n    ranges:\n      - \"10.8.0.1-10.8.0.3\"\n"))
  }
}
