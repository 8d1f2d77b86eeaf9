/// Reads dictionary files, FreeRADIUS 3's format, into tables.
///
/// A file's blocks (`BEGIN-VENDOR`, `BEGIN-TLV`) end with the file, and do not reach into the files it includes.
struct DictionaryReader {
  var contents = DictionaryContents()
  /// VALUE lines whose attribute is defined further on, as FreeRADIUS allows (its own files have 16), by the
  /// attribute's name in lower case. They are taken as soon as it is defined, so that the names of a number stay in
  /// the order of their lines.
  var pendingValues: [String: [PendingValue]] = [:]
  /// The files being read, outermost first.
  private var openFiles: [String] = []

  /// A VALUE line that waits for its attribute.
  struct PendingValue {
    let attribute: String
    let name: String
    let number: String
    let place: Place
    /// How many VALUE lines came before.
    let order: Int
  }

  /// Where a line stands, and which blocks are open there.
  struct Place {
    let file: String
    var line = 0
    /// The vendor of the open BEGIN-VENDOR, and where the vendor's attributes hang.
    var vendor: (name: String, path: AttributePath, line: Int)?
    /// The attributes of the open BEGIN-TLVs, outermost first.
    var tlvs: [(attribute: AttributeDefinition, line: Int)] = []

    func error(_ message: String, remedy: String) -> DictionaryError {
      DictionaryError(file: file, line: line, message: message, remedy: remedy)
    }
  }

  /// Reads a file, which was named by the user and not by another file.
  mutating func read(path: String) throws(DictionaryError) {
    switch DictionaryFile.read(path) {
    case .text(let octets): try read(octets, file: path)
    case .missing:
      throw DictionaryError(
        file: path, line: 0, message: "there is no such file", remedy: "give the path of a dictionary")
    case .failed(let message, let remedy): throw DictionaryError(file: path, line: 0, message: message, remedy: remedy)
    }
  }

  mutating func read(_ octets: [UInt8], file: String) throws(DictionaryError) {
    openFiles.append(file)
    var place = Place(file: file)
    var start = 0
    while start < octets.count {
      let end = octets[start...].firstIndex(of: UInt8(ascii: "\n")) ?? octets.count
      place.line += 1
      let words = DictionaryReader.words(octets[start..<end])
      if !words.isEmpty { try take(words, at: &place) }
      start = end + 1
    }
    if let tlv = place.tlvs.last {
      place.line = tlv.line
      throw place.error(
        "BEGIN-TLV \(tlv.attribute.name) has no end", remedy: "add END-TLV \(tlv.attribute.name) to this file")
    }
    if let vendor = place.vendor {
      place.line = vendor.line
      throw place.error("BEGIN-VENDOR \(vendor.name) has no end", remedy: "add END-VENDOR \(vendor.name) to this file")
    }
    openFiles.removeLast()
  }

  /// The tables, once all files are read.
  mutating func finish() throws(DictionaryError) -> DictionaryContents {
    if let first = pendingValues.values.joined().min(by: { $0.order < $1.order }) {
      throw first.place.error(
        "a VALUE of \(first.attribute), which no ATTRIBUTE line defines",
        remedy: "define the attribute, or correct its name")
    }
    return contents
  }

  /// Splits a line at spaces and tabs, up to a `#`.
  private static func words(_ line: ArraySlice<UInt8>) -> [Substring] {
    var words: [Substring] = []
    var start: Int?
    func add(_ end: Int) {
      if let first = start { words.append(Substring(String(decoding: line[first..<end], as: UTF8.self))) }
      start = nil
    }
    for index in line.indices {
      switch line[index] {
      case UInt8(ascii: "#"):
        add(index)
        return words
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), 0x0b, 0x0c: add(index)
      default: if start == nil { start = index }
      }
    }
    add(line.endIndex)
    return words
  }

  private mutating func take(_ words: [Substring], at place: inout Place) throws(DictionaryError) {
    switch words[0].uppercased() {
    case "ATTRIBUTE": try attribute(words, at: place)
    case "VALUE": try value(words, at: place)
    case "VENDOR": try vendor(words, at: place)
    case "BEGIN-VENDOR": try beginVendor(words, at: &place)
    case "END-VENDOR": try endVendor(words, at: &place)
    case "BEGIN-TLV": try beginTLV(words, at: &place)
    case "END-TLV": try endTLV(words, at: &place)
    case "$INCLUDE": try include(words, isOptional: false, at: place)
    case "$INCLUDE-": try include(words, isOptional: true, at: place)
    default:
      throw place.error(
        "unknown keyword \(words[0])",
        remedy:
          "a line begins with ATTRIBUTE, VALUE, VENDOR, BEGIN-VENDOR, END-VENDOR, BEGIN-TLV, END-TLV, $INCLUDE or $INCLUDE-"
      )
    }
  }

  private mutating func include(_ words: [Substring], isOptional: Bool, at place: Place) throws(DictionaryError) {
    guard words.count == 2 else {
      throw place.error("\(words[0]) names \(words.count - 1) files", remedy: "write \(words[0]) FILE")
    }
    let name = String(words[1])
    let folder = place.file.lastIndex(of: "/").map { String(place.file[...$0]) } ?? ""
    let path = name.hasPrefix("/") ? name : folder + name
    guard !openFiles.contains(path) else {
      throw place.error("\(name) includes itself, by way of this line", remedy: "take the line out")
    }
    guard openFiles.count < DictionaryLimits.includeDepthMax else {
      throw place.error(
        "files include each other more than \(DictionaryLimits.includeDepthMax) deep",
        remedy: "include the files from one file")
    }
    switch DictionaryFile.read(path) {
    case .text(let octets): try read(octets, file: path)
    case .missing where isOptional: return
    case .missing:
      throw place.error(
        "there is no file \(path)", remedy: "correct the name, or write $INCLUDE- for a file that may be absent")
    case .failed(let message, let remedy): throw place.error("\(path): \(message)", remedy: remedy)
    }
  }
}
