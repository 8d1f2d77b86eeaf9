package import Admin

/// How full all pools were over time, in one picture: a line to a pool, as a share of its addresses.
package struct PoolChart {
  private struct Line {
    var pool: String
    var size: Int
    /// A share to each span: 1 is all addresses.
    var shares: [Double]
    var most: Double { shares.max() ?? 0 }
  }

  private static let left = 60.0
  private static let top = 56.0
  private static let plotWidth = 640.0
  private static let plotHeight = 292.0
  /// Lines that the legend has room for.
  private static let linesMax = 16
  private static let colours = ["#2f6db5", "#d9822b", "#3a9150", "#b5392f", "#7b4fb5", "#8a6d3b", "#c2568f", "#5f6b76"]

  private let title: String
  private let names: [String]
  private let lines: [Line]
  private let left: Int

  /// `reports`: of each pool, by the same spans of time, with how many addresses it has. The fullest come first.
  package init(_ reports: [(pool: String, size: Int, report: UsageReport)], subtitle: String) {
    let grouping = reports.first?.report.by.rawValue ?? ""
    title = "Most addresses in use by \(grouping), \(subtitle)"
    names = reports.first?.report.rows.map(\.name) ?? []
    let all = reports.map { pool, size, report in
      Line(pool: pool, size: size, shares: report.rows.map { Double($0.peak ?? 0) / Double(max(1, size)) })
    }.sorted { ($1.most, $0.pool) < ($0.most, $1.pool) }
    lines = Array(all.prefix(PoolChart.linesMax))
    left = all.count - lines.count
  }

  /// The scale's end: all addresses, or more where a pool became smaller than what was in use.
  private var end: Double { max(1, ((lines.map(\.most).max() ?? 0) * 5).rounded(.up) / 5) }

  /// A picture that stands alone: no script, no font and no file but itself.
  package var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" width="960" height="420" viewBox="0 0 960 420" \
    font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#333">
    <rect width="960" height="420" fill="#fff"/>
    <text x="60" y="28" font-size="16" font-weight="bold">\(UsageChart.escaped(title))</text>
    \(grid)\(times)\(drawn)\(legend)</svg>

    """
  }

  private func x(_ index: Int) -> Double {
    PoolChart.left + PoolChart.plotWidth * (Double(index) + 0.5) / Double(max(1, names.count))
  }

  private func y(_ share: Double) -> Double { PoolChart.top + PoolChart.plotHeight * (1 - share / end) }

  private var grid: String {
    (0...Int((end * 5).rounded())).map { fifth in
      let share = Double(fifth) / 5
      let line = UsageChart.short(y(share))
      let colour = fifth == 0 ? "#333" : fifth == 5 ? "#c0392b" : "#ddd"
      return "<line x1=\"60\" x2=\"700\" y1=\"\(line)\" y2=\"\(line)\" stroke=\"\(colour)\"/>"
        + "<text x=\"52\" y=\"\(UsageChart.short(y(share) + 4))\" text-anchor=\"end\">\(fifth * 20) %</text>\n"
    }.joined()
  }

  private var times: String {
    let room = Double(names.map(\.count).max() ?? 1) * 6.6 + 14
    let step = max(1, Int((room * Double(max(1, names.count)) / PoolChart.plotWidth).rounded(.up)))
    return stride(from: 0, to: names.count, by: step).map { index in
      "<text x=\"\(UsageChart.short(x(index)))\" y=\"366\" text-anchor=\"middle\">"
        + "\(UsageChart.escaped(names[index]))</text>\n"
    }.joined()
  }

  private var drawn: String {
    lines.enumerated().map { number, line in
      let points = line.shares.enumerated().map { "\(UsageChart.short(x($0))),\(UsageChart.short(y($1)))" }
      return
        "<polyline fill=\"none\" stroke=\"\(PoolChart.colour(number))\" stroke-width=\"2\"\(PoolChart.dash(number)) "
        + "points=\"\(points.joined(separator: " "))\"><title>\(UsageChart.escaped(line.pool))</title></polyline>\n"
    }.joined()
  }

  private var legend: String {
    var text = lines.enumerated().map { number, line in
      let y = 64 + 20 * number
      let most = Int((line.most * 100).rounded())
      return "<line x1=\"716\" x2=\"740\" y1=\"\(y)\" y2=\"\(y)\" stroke=\"\(PoolChart.colour(number))\" "
        + "stroke-width=\"2\"\(PoolChart.dash(number))/><text x=\"746\" y=\"\(y + 4)\">\(UsageChart.escaped(line.pool)): "
        + "up to \(most) % of \(Quantity.grouped(Int64(line.size)))</text>\n"
    }.joined()
    if left > 0 { text += "<text x=\"746\" y=\"\(68 + 20 * lines.count)\">and \(left) less full</text>\n" }
    return text
  }

  private static func colour(_ number: Int) -> String { colours[number % colours.count] }

  private static func dash(_ number: Int) -> String { number < colours.count ? "" : " stroke-dasharray=\"6 4\"" }
}
