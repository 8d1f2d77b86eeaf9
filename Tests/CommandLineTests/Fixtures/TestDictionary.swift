import Foundation
import RADIUSDictionary

/// The project's own dictionary, loaded once.
enum TestDictionary {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let shared: Result<AttributeDictionary, any Error> = Result {
    try AttributeDictionary.load(path: root.appending(path: "dictionaries/dictionary").path)
  }
}
