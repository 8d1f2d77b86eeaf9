import RADIUSDictionary

/// Splits a users file, and the files that it includes, into entries.
struct UsersFileReader {
  private(set) var entries: [RawEntry] = []

  /// Reads a file and all that it includes.
  mutating func read(path: String, includedFrom place: FilePlace? = nil, depth: Int = 0) throws(UsersFileError) {
    let bytes: [UInt8]
    do {
      bytes = try FileContents.read(path)
    } catch {
      guard let place else {
        throw UsersFileError(file: path, line: 0, message: error.message, remedy: error.remedy)
      }
      throw place.error("\(path): \(error.message)", error.remedy)
    }
    try read(bytes, file: path, depth: depth)
  }

  /// Reads the octets of a file. `file` names them in errors, and its folder is where `$INCLUDE` looks.
  mutating func read(_ bytes: [UInt8], file: String, depth: Int = 0) throws(UsersFileError) {
    // The entry under way, and whether its last line ended in a comma.
    var entry: RawEntry?
    var expectsMore = false
    var place = FilePlace(file: file, line: 0)
    var start = bytes.hasPrefix([0xef, 0xbb, 0xbf]) ? 3 : 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 10) ?? bytes.count
      let line = bytes[start..<end]
      start = end + 1
      place.line += 1
      guard line.count <= UsersFileLimits.lineLengthMax else {
        throw place.error(
          "the line has \(line.count) octets", "write at most \(UsersFileLimits.lineLengthMax) octets on a line")
      }
      if line.contains(0) {
        throw place.error("the line holds a zero octet", "this is no text file: name a users file")
      }
      var scanner = LineScanner(line, at: place)
      if scanner.isAtEnd() { continue }
      if LineScanner.isSpace(line[line.startIndex]) {
        guard entry != nil else {
          throw place.error("reply items stand before any entry", "begin an entry's line with the user's name")
        }
        if !expectsMore, entry?.replyItems.isEmpty == false {
          throw place.error(
            "reply items follow a line that does not end in a comma", "end the line before this one with a comma")
        }
        let (items, endsInComma) = try scanner.items()
        entry?.replyItems += items
        expectsMore = endsInComma
        continue
      }
      try finish(&entry, expectsMore: expectsMore, before: place)
      expectsMore = false
      let name = try scanner.name()
      if name.quotes == .none, name.text.lowercased() == "$include" {
        try include(scanner.rest(), at: place, depth: depth)
      } else {
        entry = try begin(name, &scanner)
      }
    }
    try finish(&entry, expectsMore: expectsMore, before: place)
  }

  /// The first line of an entry.
  private func begin(_ name: RawValue, _ scanner: inout LineScanner) throws(UsersFileError) -> RawEntry {
    let place = scanner.place
    guard !name.bytes.isEmpty, name.bytes.count <= UsersFileLimits.nameLengthMax else {
      throw place.error(
        "the user's name has \(name.bytes.count) octets",
        "write 1 to \(UsersFileLimits.nameLengthMax) octets, as User-Name holds")
    }
    if name.quotes == .none, name.bytes[0] == UInt8(ascii: "$") {
      throw place.error("\(name.text) is no directive", "write $INCLUDE FILE, or quote a name that begins with $")
    }
    if name.quotes == .none, name.bytes.last == UInt8(ascii: ",") {
      throw place.error("a comma follows the user's name", "leave it out, or quote a name that ends in a comma")
    }
    let isDefault = name.quotes == .none && name.bytes == Array("DEFAULT".utf8)
    var entry = RawEntry(name: isDefault ? nil : name.bytes, place: place)
    let (items, endsInComma) = try scanner.items()
    guard !endsInComma else {
      throw place.error(
        "the check items end in a comma", "leave it out: check items stand on one line, reply items below it")
    }
    entry.checkItems = items
    return entry
  }

  private mutating func finish(
    _ entry: inout RawEntry?, expectsMore: Bool, before place: FilePlace
  ) throws(UsersFileError) {
    guard let complete = entry else { return }
    if expectsMore, let last = complete.replyItems.last {
      throw last.error(
        "the reply items end in a comma", "leave the comma out, or write the next item below it after white space")
    }
    entries.append(complete)
    entry = nil
  }

  private mutating func include(_ path: [UInt8], at place: FilePlace, depth: Int) throws(UsersFileError) {
    guard !path.isEmpty else { throw place.error("$INCLUDE names no file", "write $INCLUDE FILE") }
    guard depth < UsersFileLimits.includeDepthMax else {
      throw place.error(
        "files include each other more than \(UsersFileLimits.includeDepthMax) deep",
        "take out the $INCLUDE that leads back to this file")
    }
    var text = String(decoding: path, as: UTF8.self)
    if text.count >= 2, text.first == "\"", text.last == "\"" { text = String(text.dropFirst().dropLast()) }
    if !text.hasPrefix("/"), let slash = place.file.lastIndex(of: "/") { text = place.file[...slash] + text }
    try read(path: text, includedFrom: place, depth: depth + 1)
  }
}

extension Array where Element == UInt8 {
  func hasPrefix(_ prefix: [UInt8]) -> Bool { starts(with: prefix) }
}
