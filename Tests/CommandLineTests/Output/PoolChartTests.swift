import Admin
import Console
import Foundation
import Testing

struct PoolChartTests {
  private static func report(_ peaks: [Int64]) throws -> UsageReport {
    let rows = peaks.enumerated().map { index, peak in
      """
      {"name": "2026-03-0\(index + 1)", "sessions": 1, "seconds": 1, "inputOctets": 1, "outputOctets": 1, "peak": \(peak)}
      """
    }
    let total = #"{"name": "total", "sessions": 1, "seconds": 1, "inputOctets": 1, "outputOctets": 1}"#
    let text = """
      {"by": "day", "from": "2026-03-01T00:00:00.000Z", "to": "2026-03-08T00:00:00.000Z", "total": \(total),
       "rows": [\(rows.joined(separator: ","))]}
      """
    return try JSONDecoder().decode(UsageReport.self, from: Data(text.utf8))
  }

  @Test func allPoolsAreLinesOfOnePicture() throws {
    let chart = PoolChart(
      [("home", 200, try Self.report([20, 100, 40])), ("a <b>", 10, try Self.report([9, 10, 1]))], subtitle: "March")
    let svg = chart.svg
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    #expect(svg.split(separator: "<polyline").count == 3)
    #expect(svg.contains("a &lt;b&gt;: up to 100 % of 10<") && svg.contains("home: up to 50 % of 200<"))
    // The fullest first; half of the addresses are half of the height: 56 + 292 / 2.
    #expect(svg.contains("380,202"))
    let (first, second) = (svg.firstRange(of: "a &lt;b&gt;:"), svg.firstRange(of: "home:"))
    #expect(try #require(first).lowerBound < #require(second).lowerBound)
  }

  @Test func aPoolThatBecameSmallerStaysInThePicture() throws {
    let svg = PoolChart([("home", 10, try Self.report([13]))], subtitle: "March").svg
    #expect(svg.contains(">140 %<") && svg.contains("up to 130 % of 10"))
  }

  @Test func whatHasNoRoomIsCounted() throws {
    let svg = PoolChart(try (0..<40).map { ("p\($0)", 10, try Self.report([1, 2])) }, subtitle: "March").svg
    #expect(svg.contains("and 24 less full") && svg.split(separator: "<polyline").count == 17)
  }
}
