import Foundation
import ProcessHarness

extension ExplainReport {
  var causes: [String] { history.map(\.cause) }

  /// The states that the address came into, one after the other.
  var states: [String] {
    history.reduce(into: []) { states, event in
      if event.from != event.to { states.append(event.to) }
    }
  }

  /// Seconds between the last event that brought `first` and the first one after it that brought `second`.
  func seconds(from first: String, to second: String) throws -> Double {
    guard let start = history.lastIndex(where: { $0.cause == first || $0.to == first }),
      let end = history[start...].first(where: { $0.from != $0.to && $0.to == second })
    else { throw HarnessError("no \(second) after \(first) in \(history)") }
    return try Self.time(end.time) - Self.time(history[start].time)
  }

  private static func time(_ text: String) throws -> Double {
    let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    return try Date(text, strategy: style).timeIntervalSince1970
  }
}
