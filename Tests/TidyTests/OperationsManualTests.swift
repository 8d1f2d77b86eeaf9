import Foundation
import Testing

/// What an operator may meet in a log or a counter stands in docs/operations.md.
@Suite struct OperationsManualTests {
  private let manual: String

  init() throws {
    manual = try String(contentsOf: Project.root.appending(path: "docs/operations.md"), encoding: .utf8)
  }

  @Test func everyEventOfTheLogIsExplained() {
    var events: Set<String> = []
    for file in Project.sources where ["Server", "ServerCore"].contains(file.module) {
      events.formUnion(file.text.matches(of: /"([a-z]+\.[a-z][A-Za-z]+)"/).map { String($0.1) })
    }
    #expect(events.count > 20)
    let unexplained = events.filter { !manual.contains("`\($0)`") }
    #expect(unexplained.isEmpty, "docs/operations.md does not explain them")
  }

  @Test func everyReasonForNoAnswerIsExplained() throws {
    let file = try #require(Project.sources.first { $0.name == "DropReason" })
    let reasons = file.code.compactMap { line in line.firstMatch(of: /^  case ([A-Za-z]+)$/).map { String($0.1) } }
    #expect(reasons.count > 10)
    for reason in reasons {
      #expect(manual.contains("| `\(reason)` |"), "docs/operations.md does not explain \(reason)")
    }
  }
}
