/// How much of a log file is known to belong into it: what lies behind it was written by a process that died before it
/// could say so, and is written again.
struct FileMark: Equatable {
  var path: String
  /// A file that somebody took away and another of the same name are two.
  var inode: UInt64
  var length: Int64
}

extension FileMark {
  /// Marks as a cursor's note keeps them: `LENGTH INODE PATH`, one a line.
  static func note(_ marks: [FileMark]) -> String {
    marks.map { "\($0.length) \($0.inode) \($0.path)" }.joined(separator: "\n")
  }

  /// What ``note(_:)`` wrote.
  static func marks(in note: String) -> [FileMark] {
    note.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count == 3, let length = Int64(words[0]), let inode = UInt64(words[1]) else { return nil }
      return FileMark(path: String(words[2]), inode: inode, length: length)
    }
  }
}
