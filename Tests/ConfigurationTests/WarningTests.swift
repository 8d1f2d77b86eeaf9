import Configuration
import Testing

/// What is allowed but worth a look.
@Suite struct WarningTests {
  private func warnings(_ text: String, isReadableByOthers: Bool = false) throws -> [String] {
    let configuration = try ServerConfiguration.read(
      text, file: "conf/odd.yaml", isReadableByOthers: isReadableByOthers)
    #expect(configuration.warnings.allSatisfy { !$0.description.contains("hunter2") })
    return configuration.warnings.map { "\($0.line): \($0.key): \($0.problem)" }
  }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.0.0.0/8", true), ("::1", true), ("10.0.0.1", false), ("126.0.0.0/7", false),
    ("::/127", false), ("0.0.0.0/0", false),
  ])
  func `a short secret is no matter on this machine alone`(address: String, isLocal: Bool) throws {
    let text = "clients:\n  - name: a\n    address: \"\(address)\"\n    secret: hunter2\n"
    let expected = ["4: clients[0].secret: is shorter than 16 octets and can be found by trying"]
    #expect(try warnings(text) == (isLocal ? [] : expected))
  }

  @Test func `a secret that everybody can read is told`() throws {
    let text = "clients:\n  - name: a\n    address: 127.0.0.1\n    secret: hunter2\n"
    #expect(
      try warnings(text, isReadableByOthers: true)
        == ["4: clients[0].secret: everybody on this machine can read it"])
    #expect(try warnings(text, isReadableByOthers: false).isEmpty)
  }

  @Test func `odd intervals are told`() throws {
    let client = "clients: [{name: a, address: 127.0.0.1, secret: hunter2}]\n"
    let pool = "pools:\n  - name: p\n    ranges: [10.0.0.0/24]\n"
    #expect(
      try warnings(client + pool + "    interim-interval: 59s\n")
        == ["5: pools[0].interim-interval: is under 60s, which RFC 2869 §2.1 advises against"])
    #expect(try warnings(client + pool + "    interim-interval: 60s\n").isEmpty)
    let problem = "interim-interval is not shorter than session-timeout, so that no Interim-Update is due"
    #expect(
      try warnings(client + pool + "    session-timeout: 20m\n    interim-interval: 20m\n")
        == ["6: pools[0].interim-interval: \(problem)"])
    #expect(
      try warnings(client + pool + "    session-timeout: 10m\n") == ["5: pools[0].session-timeout: \(problem)"])
    #expect(try warnings(client + pool + "    session-timeout: 11m\n").isEmpty)
  }

  @Test func `addresses that miss what they were meant for are told`() throws {
    let text = """
      clients: [{name: a, address: 127.0.0.1/8, secret: hunter2}]
      pools:
        - name: p
          ranges: [10.0.0.7/24]
          exclude:
            - 10.0.0.1
            - 10.0.1.1
      """
    #expect(
      try warnings(text) == [
        "1: clients[0].address: `127.0.0.1/8` names an address inside the block",
        "4: pools[0].ranges[0]: `10.0.0.7/24` names an address inside the block",
        "7: pools[0].exclude[1]: `10.0.1.1` lies outside the ranges of its pool",
      ])
  }

  @Test(arguments: ["", "clients: []\n"]) func `a server that answers nobody is told`(text: String) throws {
    #expect(try warnings(text) == ["1: clients: no client is named, so that every packet is dropped"])
  }
}
