import RADIUSDictionary

/// An entry as it stands in the file, before its names and values are understood.
struct RawEntry {
  /// Nil for `DEFAULT`.
  var name: [UInt8]?
  var place: FilePlace
  var checkItems: [RawItem] = []
  var replyItems: [RawItem] = []
}

/// A line of a file.
struct FilePlace {
  var file: String
  /// Counted from 1.
  var line: Int

  func error(_ message: String, _ remedy: String) -> UsersFileError {
    UsersFileError(file: file, line: line, message: message, remedy: remedy)
  }
}

/// `Attribute:tag operator value` as it stands in the file.
struct RawItem {
  var attribute: String
  var tag: UInt8?
  var operation: PairOperator
  var value: RawValue
  var place: FilePlace

  func error(_ message: String, _ remedy: String) -> UsersFileError { place.error(message, remedy) }
}

/// A value with its quotes removed and its escapes resolved.
struct RawValue {
  enum Quotes {
    case none
    case single
    case double
  }

  var bytes: [UInt8]
  var quotes: Quotes

  /// Whether it holds `%{`, which in double quotes stands for a value of the request.
  var holdsExpansion: Bool {
    quotes == .double && zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: "%") && $1 == UInt8(ascii: "{") }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}
