import Testing

/// The reader that the tidy tests stand on.
@Suite struct SourceFileTests {
  private func file(_ text: String) -> SourceFile { SourceFile(path: "Sources/Module/Name.swift", text: text) }

  @Test func commentsAndStringsAreNotCode() {
    let source = file(
      """
      // Date()
      let text = "Date()" /* Date()
      Date() */
      let raw = #"Date() " Date()"#
      let many = \"\"\"
        Date()
        \"\"\"
      let nested = "a \\(f("Date()")) \\" Date()"
      """)
    #expect(source.lines(containing: "Date()").isEmpty)
    #expect(source.code.count == 8)
  }

  @Test func interpolationsAndCodeAreCode() {
    #expect(file("let a = \"\\(Date())\"").lines(containing: "Date()") == [1])
    #expect(file("let a = 1\nlet b = Date()").lines(containing: "Date()") == [2])
    #expect(file("let a = MyDate()").lines(containing: "Date()").isEmpty)
    #expect(file("_ = try! f()").lines(containing: "try!") == [1])
  }

  @Test func importsAreRead() {
    let source = file(
      "package import Accounting\nimport struct Foundation.URL\n@preconcurrency import NIOCore\n// import No")
    #expect(source.imports == ["Accounting", "Foundation", "NIOCore"])
  }

  @Test func functionsAreMeasured() {
    let source = file(
      """
      protocol P {
        func requirement() throws
        init(a: Int)
      }
      struct S {
        func one() { 1 }
        package static func two(
          a: Int = { 1 }()
        ) -> Int {
          if a > 0 { return "}".count }
          return 2
        }
        init?(_ b: Int)
        where Int: Sendable {
          return nil
        }
      }
      """)
    #expect(
      source.functionLengths == [
        FunctionLength(name: "one", line: 6, lines: 1), FunctionLength(name: "two", line: 7, lines: 6),
        FunctionLength(name: "init", line: 13, lines: 4),
      ])
  }
}
