import Configuration
import Foundation
import Testing

/// Every fault is found, at its place, with words that help and no secret in them.
@Suite struct FaultTests {
  @Test(arguments: Fault.server + Fault.syntax + Fault.clients + Fault.pools)
  func `a fault is reported with its place`(fault: Fault) {
    let thrown = #expect(throws: ConfigurationErrors.self) {
      try ServerConfiguration.read(fault.text, file: "conf/bad.yaml", isReadableByOthers: true)
    }
    guard let thrown else { return }
    #expect(thrown.errors.map { "\($0.line): \($0.key)" } == fault.places)
    let first = thrown.errors.first.map { "\($0.problem); \($0.remedy)" } ?? ""
    #expect(first.contains(fault.words))
    for issue in thrown.errors + thrown.warnings {
      #expect(!issue.description.contains("hunter2"))
      #expect(!issue.description.contains("\n"))
      #expect(!issue.problem.isEmpty)
      #expect(!issue.remedy.isEmpty)
    }
  }

  @Test func `errors print one a line, in the order of the file`() {
    let text = "users: x\nsecret: hunter2\npools: []\nreject-delay: soon\n"
    let thrown = #expect(throws: ConfigurationErrors.self) {
      try ServerConfiguration.read(text, file: "conf/bad.yaml", isReadableByOthers: false)
    }
    #expect(
      thrown?.description == """
        conf/bad.yaml:2: secret: unknown key; known here: listen, control, storage, dictionary, users, reject-delay, \
        record-decisions, clients, pools, accounting-logs, retention, log, debug, limits
        conf/bad.yaml:4: reject-delay: `soon` is not a duration; write a number and its unit: 500ms, 60s, 10m, 24h or \
        30d
        """)
  }

  @Test func `a file that is not there is reported`() {
    let thrown = #expect(throws: ConfigurationErrors.self) {
      try ServerConfiguration.load(path: "/nonexistent/rollcall.yaml")
    }
    #expect(
      thrown?.description
        == "/nonexistent/rollcall.yaml:1: `/nonexistent/rollcall.yaml` cannot be read: No such file or directory; "
        + "name a file that exists, or make this one")
  }

  @Test func `a file in another encoding is refused, not repaired`() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("rollcall-\(UUID().uuidString).yaml")
    try Data([UInt8]("control: a\nusers: b".utf8) + [0xe4, 0x0a]).write(to: file)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: file) } }
    let thrown = #expect(throws: ConfigurationErrors.self) { try ServerConfiguration.load(path: file.path) }
    #expect(thrown?.description == "\(file.path):2: is not UTF-8 text; save the file as UTF-8")
  }

  @Test func `lines are counted in a file with carriage returns`() {
    let text = "control: a\r\nusers: b\r\ncontrol: c\r\n"
    let thrown = #expect(throws: ConfigurationErrors.self) {
      try ServerConfiguration.read(text, file: "x.yaml", isReadableByOthers: false)
    }
    #expect(thrown?.errors.map(\.line) == [3])
  }

  @Test func `brackets without end are refused`() {
    let text = "users: " + String(repeating: "[", count: 100_000)
    let thrown = #expect(throws: ConfigurationErrors.self) {
      try ServerConfiguration.read(text, file: "x.yaml", isReadableByOthers: false)
    }
    #expect(thrown?.errors.map(\.line) == [1])
  }
}
