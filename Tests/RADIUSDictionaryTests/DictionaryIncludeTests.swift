import Foundation
import RADIUSDictionary
import Testing

/// `$INCLUDE` and `$INCLUDE-`, over files in a folder of the test's own.
@Suite final class DictionaryIncludeTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("dictionary-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: folder) }

  private func write(_ name: String, _ text: String) throws -> String {
    let file = folder.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  @Test func filesAreRelativeToTheFileThatNamesThem() throws {
    let top = try write("top", "$INCLUDE sub/one\n$INCLUDE- sub/absent\nATTRIBUTE C 3 byte\n")
    _ = try write("sub/one", "ATTRIBUTE A 1 byte\n$INCLUDE two\n")
    let two = try write("sub/two", "ATTRIBUTE B 2 byte")
    #expect(try AttributeDictionary.load(path: top).attributes.map(\.name) == ["A", "B", "C"])
    let absolute = try write("absolute", "$INCLUDE \(two)")
    #expect(try AttributeDictionary.load(path: absolute).attributes.map(\.name) == ["B"])
  }

  @Test func faultsNameTheIncludedFile() throws {
    let top = try write("top", "$INCLUDE bad")
    let bad = try write("bad", "\nATTRIBUTE A 1 wrong")
    let error = #expect(throws: DictionaryError.self) { try AttributeDictionary.load(path: top) }
    #expect(error?.file == bad)
    #expect(error?.line == 2)
  }

  @Test func valuesWithoutAttributeNameTheirOwnFile() throws {
    let top = try write("top", "$INCLUDE values\nATTRIBUTE B 1 byte")
    let values = try write("values", "VALUE A One 1")
    let error = #expect(throws: DictionaryError.self) { try AttributeDictionary.load(path: top) }
    #expect(error?.file == values)
    #expect(error?.line == 1)
  }

  @Test func blocksDoNotReachIntoIncludedFiles() throws {
    let top = try write("top", "VENDOR V 9\nBEGIN-VENDOR V\n$INCLUDE inner\nATTRIBUTE B 1 byte\nEND-VENDOR V")
    _ = try write("inner", "ATTRIBUTE A 1 byte")
    let dictionary = try AttributeDictionary.load(path: top)
    #expect(dictionary.attribute(named: "A")?.path == AttributePath([1]))
    #expect(dictionary.attribute(named: "B")?.path == AttributePath([26, 9, 1]))
  }

  @Test func aFileThatIncludesItselfIsRefused() throws {
    let top = try write("top", "ATTRIBUTE A 1 byte\n$INCLUDE other")
    let other = try write("other", "$INCLUDE top")
    let error = #expect(throws: DictionaryError.self) { try AttributeDictionary.load(path: top) }
    #expect(error?.file == other)
    #expect(error?.message == "top includes itself, by way of this line")
  }

  @Test func aChainThatIsTooDeepIsRefused() throws {
    let deepest = DictionaryLimits.includeDepthMax
    for depth in 0...deepest { _ = try write("f\(depth)", depth == deepest ? "" : "$INCLUDE f\(depth + 1)") }
    let error = #expect(throws: DictionaryError.self) {
      try AttributeDictionary.load(path: self.folder.appendingPathComponent("f0").path)
    }
    #expect(error?.message.contains("more than \(deepest) deep") == true)
    let shorter = try AttributeDictionary.load(path: folder.appendingPathComponent("f1").path)
    #expect(shorter.attributes.isEmpty)
  }

  @Test func aFolderIsNoDictionary() throws {
    let error = #expect(throws: DictionaryError.self) { try AttributeDictionary.load(path: self.folder.path) }
    #expect(error?.message == "it is not a regular file")
  }
}
