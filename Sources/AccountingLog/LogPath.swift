package import Accounting
import RADIUSWire
package import Timebase

/// The path of a log with its variables: `radacct/%{client}/detail-%Y%m%d`.
package struct LogPath: Equatable, Sendable {
  package enum Part: Equatable, Sendable {
    case text(String)
    /// `%{client}`: the configured client's name.
    case client
    /// `%Y`, `%m`, `%d`: year, month and day, four and two digits.
    case year, month, day
  }

  package struct Fault: Error, Equatable, Sendable {
    package var problem: String
    package var remedy: String
  }

  package let parts: [Part]

  package init(_ text: String) throws(Fault) {
    var parts: [Part] = []
    var literal = ""
    var rest = text[...]
    func end() {
      if !literal.isEmpty { parts.append(.text(literal)) }
      literal = ""
    }
    while let character = rest.popFirst() {
      guard character == "%" else {
        literal.append(character)
        continue
      }
      if rest.hasPrefix("{client}") {
        end()
        parts.append(.client)
        rest = rest.dropFirst("{client}".count)
        continue
      }
      let known: [Character: Part] = ["Y": .year, "m": .month, "d": .day]
      let letter = rest.popFirst()
      if letter == "%" {
        literal.append("%")
      } else if let letter, let part = known[letter] {
        end()
        parts.append(part)
      } else {
        throw Fault(
          problem: "has a `%\(letter.map(String.init) ?? "")` that stands for nothing",
          remedy: "write %{client}, %Y, %m, %d, or %% for a percent sign")
      }
    }
    end()
    self.parts = parts
    let days = parts.filter { [.year, .month, .day].contains($0) }
    guard days.isEmpty || Set([Part.year, .month, .day].map(\.description)) == Set(days.map(\.description)) else {
      throw Fault(
        problem: "names a part of the day only, so that days would share a file",
        remedy: "write %Y, %m and %d, or none of them")
    }
  }

  /// The path folder by folder, its last element the file's name. An absolute path begins with an empty one.
  package var segments: [LogPath] {
    var segments: [[Part]] = [[]]
    for part in parts {
      guard case .text(let text) = part else {
        segments[segments.count - 1].append(part)
        continue
      }
      for (index, piece) in text.split(separator: "/", omittingEmptySubsequences: false).enumerated() {
        if index > 0 { segments.append([]) }
        if !piece.isEmpty { segments[segments.count - 1].append(.text(String(piece))) }
      }
    }
    return segments.map { LogPath(parts: $0) }
  }

  /// The text, where no variable is in it; nil: there is one.
  package var literal: String? {
    var literal = ""
    for part in parts {
      guard case .text(let text) = part else { return nil }
      literal += text
    }
    return literal
  }

  /// The path as a configuration has it.
  package var text: String {
    parts.reduce(into: "") { text, part in
      if case .text(let literal) = part { text += literal.replacing("%", with: "%%") } else { text += part.description }
    }
  }

  private init(parts: [Part]) { self.parts = parts }

  /// Whether every day has files of its own.
  package var isDaily: Bool { parts.contains(.day) }

  /// The file of a record, for its client and the day on which it was received.
  package func file(for record: AccountingRecord, secondsEast: (Timestamp) -> Int) -> String {
    let packet = try? Packet(decoding: record.packet)
    let received = packet.map(record.received) ?? record.arrival
    return file(client: record.client, day: LogDay(received, secondsEast: secondsEast(received)))
  }

  package func file(client: String, day: LogDay) -> String {
    parts.reduce(into: "") { path, part in
      switch part {
      case .text(let text): path += text
      case .client: path += LogPath.fileName(client)
      case .year: path += LogDay.digits(day.year, 4)
      case .month: path += LogDay.digits(day.month, 2)
      case .day: path += LogDay.digits(day.day, 2)
      }
    }
  }

  /// A client's name as a part of a path: it leads nowhere else, and hides nothing.
  static func fileName(_ name: String) -> String {
    let safe = String(name.map { $0 == "/" || $0.unicodeScalars.contains { $0.value < 0x20 } ? "_" : $0 })
    return safe.hasPrefix(".") ? "_" + safe.dropFirst() : safe
  }

  /// The day of a file's name; nil: the path does not match, or names no day.
  package func day(of file: String) -> LogDay? { match(file[...], parts[...], LogDay(year: 0, month: 0, day: 0)) }

  /// Whether the file's name can come out of this path.
  package func matches(_ file: String) -> Bool {
    match(file[...], parts[...], LogDay(year: 0, month: 0, day: 0)) != nil
  }

  private func match(_ rest: Substring, _ parts: ArraySlice<Part>, _ day: LogDay) -> LogDay? {
    guard let part = parts.first else { return rest.isEmpty ? day : nil }
    var day = day
    func number(_ width: Int, _ path: WritableKeyPath<LogDay, Int>) -> LogDay? {
      let digits = rest.prefix(width)
      guard digits.count == width, let value = Int(digits), digits.allSatisfy(\.isNumber) else { return nil }
      day[keyPath: path] = value
      return match(rest.dropFirst(width), parts.dropFirst(), day)
    }
    switch part {
    case .text(let text): return rest.hasPrefix(text) ? match(rest.dropFirst(text.count), parts.dropFirst(), day) : nil
    case .year: return number(4, \.year)
    case .month: return number(2, \.month)
    case .day: return number(2, \.day)
    case .client:
      // The longest name first; what follows decides.
      var end = rest.firstIndex(of: "/") ?? rest.endIndex
      while end > rest.startIndex {
        if let found = match(rest[end...], parts.dropFirst(), day) { return found }
        end = rest.index(before: end)
      }
      return nil
    }
  }
}

extension LogPath.Part: CustomStringConvertible {
  package var description: String {
    switch self {
    case .text(let text): text
    case .client: "%{client}"
    case .year: "%Y"
    case .month: "%m"
    case .day: "%d"
    }
  }
}
