import Foundation
import Testing

/// The manual, held against the code.
@Suite struct ManualTests {
  @Test func `every key is in the manual`() throws {
    let manual = try String(contentsOfFile: ShippedConfiguration.root + "/docs/configuration.md", encoding: .utf8)
    let keys = LoadTests.everyKey.split(separator: "\n").compactMap { line -> Substring? in
      let key = line.drop { $0 == " " || $0 == "-" }.prefix { $0.isLetter || $0 == "-" }
      return line.contains("\(key):") && !key.isEmpty ? key : nil
    }
    #expect(keys.count > 40)
    for key in keys {
      #expect(manual.contains("`\(key)") || manual.contains(".\(key)`"), "\(key) is missing")
    }
  }
}
