import Testing

/// House rules that can be read off the source.
@Suite struct TidyTests {
  @Test func findsTheSources() {
    #expect(Project.sources.count > 40)
    #expect(Set(Project.sources.map(\.module)) == Set(Layering.mayImport.keys))
  }

  @Test(arguments: Project.sources)
  func importsRunDownTheTable(file: SourceFile) {
    let own = Layering.mayImport[file.module, default: []]
    var allowed = own.union(Layering.outside[file.module, default: []]).union(Layering.everywhere)
    if !Layering.core.contains(file.module) || Layering.readsFiles.contains(file.module) {
      allowed.formUnion(["Foundation", "FoundationEssentials"])
    }
    let forbidden = file.imports.filter { !allowed.contains($0) }
    #expect(forbidden.isEmpty, "\(file.path) imports \(forbidden), which its module may not")
  }

  /// `now` and the random source are passed in.
  static let forbiddenInCore = [
    "Date()", "Date.now", "ContinuousClock.now", "ContinuousClock()", "SuspendingClock.now", "SuspendingClock()",
    "SystemRandomNumberGenerator", "Task.sleep", "FileManager", "clock_gettime", "gettimeofday", "usleep",
  ]

  @Test(arguments: forbiddenInCore)
  func theCoreReadsNoClockAndDrawsNothing(word: String) {
    for file in Project.sources where Layering.core.contains(file.module) {
      let found = file.lines(containing: word).filter { _ in TidyExceptions.core[file.path]?.contains(word) != true }
      #expect(found.isEmpty, "\(file.path) uses \(word) in lines \(found)")
    }
  }

  /// A bare `.random(in:)` or `.shuffled()` draws from the system's generator; `using:` names the source.
  @Test func randomnessNamesItsSource() {
    for file in Project.sources where Layering.core.contains(file.module) {
      for (index, line) in file.code.enumerated() {
        let draws = [".random(in:", ".random()", ".randomElement()", ".shuffled()", ".shuffle()"].contains {
          line.contains($0)
        }
        #expect(!draws || line.contains("using:"), "\(file.path):\(index + 1) draws from the system's generator")
      }
    }
  }

  @Test(arguments: Project.sources + Project.tests)
  func nothingIsForcedOrLeftForLater(file: SourceFile) {
    #expect(file.lines(containing: "try!").isEmpty, "\(file.path) forces a try")
    for (index, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"].filter { line.contains($0) }
      #expect(marks.isEmpty, "\(file.path):\(index + 1) leaves something for later")
    }
  }

  @Test(arguments: Project.sources + Project.tests)
  func filesAreShort(file: SourceFile) {
    let most = TidyExceptions.fileLength[file.path] ?? TidyExceptions.fileLengthMax
    #expect(file.lineCount <= most, "\(file.path) has \(file.lineCount) lines, more than \(most)")
  }

  @Test(arguments: Project.sources + Project.tests)
  func functionsAreShort(file: SourceFile) {
    for function in file.functionLengths {
      let most = TidyExceptions.functionLength["\(file.path) \(function.name)"] ?? TidyExceptions.functionLengthMax
      #expect(
        function.lines <= most,
        "\(file.path):\(function.line) \(function.name) has \(function.lines) lines, more than \(most)")
    }
  }

  @Test(arguments: Project.sources)
  func filesBeginAndEndWell(file: SourceFile) {
    let first = file.text.split(separator: "\n", omittingEmptySubsequences: false).first ?? ""
    #expect(!first.isEmpty && !first.hasPrefix(" "), "\(file.path) begins with a blank")
    #expect(file.text.hasSuffix("\n") && !file.text.hasSuffix("\n\n"), "\(file.path) does not end with one newline")
    #expect(!file.text.contains("\t") && !file.text.contains("\r"), "\(file.path) has tabs or carriage returns")
    let boilerplate = ["Created by", "Copyright", "All rights"].filter { file.text.prefix(400).contains($0) }
    #expect(boilerplate.isEmpty, "\(file.path) has a header")
  }

  /// One type to a file, its name the file's; `Type+Topic.swift` extends it.
  @Test(arguments: Project.sources)
  func filesAreNamedAfterWhatTheyHold(file: SourceFile) {
    let type = file.name.split(separator: "+").first.map(String.init) ?? ""
    let function = type.prefix(1).lowercased() + type.dropFirst()
    let keywords = ["struct ", "class ", "enum ", "protocol ", "actor ", "extension ", "typealias "]
    let holds = file.code.contains { line in
      keywords.contains { line.contains($0 + type) } || line.contains("func " + function)
        || (line.hasPrefix("extension ") && line.hasSuffix("== \(type) {"))
    }
    #expect(holds || TidyExceptions.fileName.contains(file.path), "\(file.path) holds nothing called \(type)")
  }

  @Test func exceptionsAreStillNeeded() {
    let files = Project.sources + Project.tests
    for (path, most) in TidyExceptions.fileLength {
      let length = files.first { $0.path == path }?.lineCount ?? 0
      #expect(length > TidyExceptions.fileLengthMax && length <= most, "\(path) needs no exception, or a smaller one")
    }
    for (key, _) in TidyExceptions.functionLength {
      let found = files.contains { file in
        file.functionLengths.contains {
          "\(file.path) \($0.name)" == key && $0.lines > TidyExceptions.functionLengthMax
        }
      }
      #expect(found, "\(key) needs no exception")
    }
  }
}
