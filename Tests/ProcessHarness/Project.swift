package import Foundation

/// Where things are, as seen from these tests.
package enum Project {
  package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  package static let dictionary = root.appending(path: "dictionaries/dictionary").path

  /// The server under test: `ROLLCALL_BINARY`, else the one built beside these tests, else the release build.
  package static let binary: URL = {
    if let named = ProcessInfo.processInfo.environment["ROLLCALL_BINARY"] { return URL(filePath: named) }
    let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "rollcall")
    if FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
    return root.appending(path: ".build/release/rollcall")
  }()

  /// How many datagrams the fuzz loop sends: `ROLLCALL_FUZZ`.
  package static let fuzzCount = ProcessInfo.processInfo.environment["ROLLCALL_FUZZ"].flatMap(Int.init) ?? 100_000
  /// What the fuzz loop draws from: `ROLLCALL_SEED`, else the same in every run.
  package static let fuzzSeed = ProcessInfo.processInfo.environment["ROLLCALL_SEED"].flatMap(UInt64.init) ?? 20_260_101
}
