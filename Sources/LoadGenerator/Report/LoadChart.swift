internal import Glibc

/// A load's report as a picture (SVG): how long answers took, and how many came each second.
package struct LoadChart {
  private let report: LoadReport
  private let title: String
  private var body = ""

  private static let width = 960.0
  private static let left = 80.0
  private static let right = 180.0
  private static let latencyTop = 70.0
  private static let latencyHeight = 300.0
  private static let rateTop = 450.0
  private static let rateHeight = 110.0
  private static let height = 620.0
  private static let colours = ["#2563a8", "#2e8b57", "#c77b1e", "#8a4fa3", "#444444"]

  private init(_ report: LoadReport, title: String) {
    self.report = report
    self.title = title
  }

  package static func svg(_ report: LoadReport, title: String) -> String {
    var chart = LoadChart(report, title: title)
    chart.drawLatency()
    chart.drawRate()
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(width)) \(Int(height))" \
      font-family="sans-serif" font-size="13" fill="#333">
      <rect width="\(Int(width))" height="\(Int(height))" fill="white"/>
      <text x="\(Int(left))" y="32" font-size="18">\(escaped(title))</text>
      \(chart.body)</svg>

      """
  }

  private var plotWidth: Double { LoadChart.width - LoadChart.left - LoadChart.right }

  // MARK: - Latency

  /// The share of answers on a scale where every nine takes the same room, against milliseconds in powers of ten.
  private mutating func drawLatency() {
    let points = report.latency.flatMap(\.distribution)
    let values = points.map(\.milliseconds).filter { $0 > 0 }
    guard let least = values.min(), let most = values.max() else { return }
    let low = LoadChart.powerOfTen(atMost: least)
    var high = low
    while high < most { high *= 10 }
    if high == low { high *= 10 }
    let decades = LoadChart.log10(high / low)
    let nines = max(1, points.map { LoadChart.nines($0.percentile) }.max() ?? 1)
    let bottom = LoadChart.latencyTop + LoadChart.latencyHeight
    func y(_ milliseconds: Double) -> Double {
      bottom - LoadChart.latencyHeight * LoadChart.log10(max(low, milliseconds) / low) / decades
    }
    func x(_ percentile: Double) -> Double {
      LoadChart.left + plotWidth * (percentile >= 100 ? 1 : min(1, LoadChart.nines(percentile) / nines))
    }
    text("latency, milliseconds", x: LoadChart.left, y: LoadChart.latencyTop - 12)
    var value = low
    while value <= high * 1.001 {
      line(LoadChart.left, y(value), LoadChart.left + plotWidth, y(value))
      text(LoadText.figures(value), x: LoadChart.left - 8, y: y(value) + 4, anchor: "end")
      value *= 10
    }
    var tail = 1.0
    var nine = 0
    while Double(nine) <= nines {
      let percentile = 100 * (1 - tail)
      line(x(percentile), LoadChart.latencyTop, x(percentile), bottom)
      text(LoadChart.percentileText(nine), x: x(percentile), y: bottom + 18, anchor: "middle")
      tail /= 10
      nine += 1
    }
    text("share of answers, per cent", x: LoadChart.left + plotWidth / 2, y: bottom + 38, anchor: "middle")
    for (index, row) in report.latency.enumerated() {
      let colour = LoadChart.colours[index % LoadChart.colours.count]
      let path = row.distribution.map { "\(LoadChart.place(x($0.percentile))),\(LoadChart.place(y($0.milliseconds)))" }
      body +=
        "<polyline fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\" points=\"\(path.joined(separator: " "))\"/>\n"
      let line = LoadChart.latencyTop + 14 + 42 * Double(index)
      text(row.kind, x: LoadChart.left + plotWidth + 16, y: line, colour: colour)
      text(
        "p50 \(LoadText.figures(row.p50)), p99 \(LoadText.figures(row.p99))", x: LoadChart.left + plotWidth + 16,
        y: line + 17)
    }
  }

  // MARK: - Answers a second

  private mutating func drawRate() {
    // The last second is seldom a whole one.
    let whole = report.answersBySecond.prefix(max(1, Int(report.seconds)))
    guard let most = whole.max(), most > 0 else { return }
    let bottom = LoadChart.rateTop + LoadChart.rateHeight
    text("answers a second", x: LoadChart.left, y: LoadChart.rateTop - 12)
    for share in [0.0, 0.5, 1.0] {
      let y = bottom - LoadChart.rateHeight * share
      line(LoadChart.left, y, LoadChart.left + plotWidth, y)
      text("\(Int(Double(most) * share))", x: LoadChart.left - 8, y: y + 4, anchor: "end")
    }
    let step = plotWidth / Double(whole.count)
    for (second, count) in whole.enumerated() {
      let height = LoadChart.rateHeight * Double(count) / Double(most)
      body +=
        "<rect x=\"\(LoadChart.place(LoadChart.left + step * Double(second)))\" y=\"\(LoadChart.place(bottom - height))\" "
        + "width=\"\(LoadChart.place(max(0.5, step - 1)))\" height=\"\(LoadChart.place(height))\" fill=\"#7fa6cf\"/>\n"
    }
    text("0 s", x: LoadChart.left, y: bottom + 18, anchor: "middle")
    text("\(whole.count) s", x: LoadChart.left + plotWidth, y: bottom + 18, anchor: "middle")
  }

  // MARK: - Pieces

  private mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
    body +=
      "<line x1=\"\(LoadChart.place(x1))\" y1=\"\(LoadChart.place(y1))\" x2=\"\(LoadChart.place(x2))\" "
      + "y2=\"\(LoadChart.place(y2))\" stroke=\"#ddd\"/>\n"
  }

  private mutating func text(_ text: String, x: Double, y: Double, anchor: String = "start", colour: String = "#333") {
    body +=
      "<text x=\"\(LoadChart.place(x))\" y=\"\(LoadChart.place(y))\" text-anchor=\"\(anchor)\" fill=\"\(colour)\">"
      + "\(LoadChart.escaped(text))</text>\n"
  }

  private static func place(_ value: Double) -> String { LoadText.fixed(value, places: 1) }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  /// How many nines a percentile has: 0 → 0, 90 → 1, 99 → 2. That of 100 is the chart's end.
  private static func nines(_ percentile: Double) -> Double {
    percentile >= 100 ? 0 : log10(100 / (100 - percentile))
  }

  private static func percentileText(_ nines: Int) -> String {
    switch nines {
    case 0: "0"
    case 1: "90"
    case 2: "99"
    default: "99." + String(repeating: "9", count: nines - 2)
    }
  }

  private static func powerOfTen(atMost value: Double) -> Double {
    var power = 1.0
    while power > value { power /= 10 }
    while power * 10 <= value { power *= 10 }
    return power
  }

  private static func log10(_ value: Double) -> Double { Glibc.log10(value) }
}
