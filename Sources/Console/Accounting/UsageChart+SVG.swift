extension UsageChart {
  private static let width = 960.0
  private static let height = 420.0
  private static let left = 84.0
  private static let right = 24.0
  private static let top = 56.0
  private static let bottom = 72.0
  private static let colours = ["#2f6db5", "#9ec3ea"]

  private var plotWidth: Double { UsageChart.width - UsageChart.left - UsageChart.right }
  private var plotHeight: Double { UsageChart.height - UsageChart.top - UsageChart.bottom }

  /// A picture that stands alone: no script, no font and no file but itself.
  package var svg: String {
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="960" height="420" viewBox="0 0 960 420" \
      font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#333">
      <rect width="960" height="420" fill="#fff"/>
      <text x="84" y="28" font-size="16" font-weight="bold">\(UsageChart.escaped(title))</text>

      """
    svg += legend + grid + bars + names(every: labelStep)
    if let limit { svg += limitLine(limit) }
    return svg + "</svg>\n"
  }

  private var legend: String {
    guard figure.series.count > 1 else { return "" }
    return figure.series.enumerated().map { index, name in
      let x = 84 + 70 * Double(index)
      return "<rect x=\"\(Self.short(x))\" y=\"38\" width=\"10\" height=\"10\" fill=\"\(UsageChart.colours[index])\"/>"
        + "<text x=\"\(Self.short(x + 15))\" y=\"47\">\(name)</text>\n"
    }.joined()
  }

  /// The upper end of the scale: a round number that nothing passes, and how many lines divide it.
  private var scale: (end: Double, step: Double) {
    let rough = max(most, 1) / 5
    var step = 1.0
    while step * 10 <= rough { step *= 10 }
    // Times are read in hours and days, and not in tens of seconds.
    if figure == .time {
      step = [60, 300, 900, 3_600, 10_800, 21_600, 43_200].first { $0 >= rough } ?? max(86_400, step)
    }
    for factor in [1.0, 2, 5, 10] where step * factor >= rough {
      step *= factor
      break
    }
    return ((max(most, 1) / step).rounded(.up) * step, step)
  }

  private func y(_ value: Double) -> Double { UsageChart.top + plotHeight * (1 - value / scale.end) }

  private var grid: String {
    var text = ""
    var value = 0.0
    while value <= scale.end * 1.0001 {
      let line = Self.short(y(value))
      text += "<line x1=\"84\" x2=\"936\" y1=\"\(line)\" y2=\"\(line)\" stroke=\"\(value == 0 ? "#333" : "#ddd")\"/>"
      text += "<text x=\"76\" y=\"\(Self.short(y(value) + 4))\" text-anchor=\"end\">\(figure.text(value))</text>\n"
      value += scale.step
    }
    return text
  }

  private var slot: Double { plotWidth / Double(max(1, values.count)) }

  private var bars: String {
    let gap = slot > 6 ? min(slot * 0.25, 12) : 0
    var text = ""
    for (index, parts) in values.enumerated() {
      var base = 0.0
      for (number, value) in parts.enumerated() where value > 0 {
        let x = UsageChart.left + Double(index) * slot + gap / 2
        let (high, low) = (y(base + value), y(base))
        text += "<rect x=\"\(Self.short(x))\" y=\"\(Self.short(high))\" width=\"\(Self.short(max(0.5, slot - gap)))\" "
        text += "height=\"\(Self.short(low - high))\" fill=\"\(UsageChart.colours[number])\">"
        text += "<title>\(UsageChart.escaped(names[index])): \(figure.text(value))</title></rect>\n"
        base += value
      }
    }
    return text
  }

  /// How many names there are to one that is written: they need room.
  private var labelStep: Int {
    let room = Double((names.map(\.count).max() ?? 1)) * 6.6 + 14
    return max(1, Int((room / slot).rounded(.up)))
  }

  private func names(every step: Int) -> String {
    var text = ""
    for index in stride(from: 0, to: names.count, by: step) {
      let x = UsageChart.left + (Double(index) + 0.5) * slot
      let room = names[index].count * 3 > Int(slot) * step ? names[index].prefix(18) : names[index][...]
      text +=
        "<text x=\"\(Self.short(x))\" y=\"366\" text-anchor=\"middle\">\(UsageChart.escaped(String(room)))</text>\n"
    }
    return text
  }

  private func limitLine(_ limit: Double) -> String {
    let line = Self.short(y(limit))
    return "<line x1=\"84\" x2=\"936\" y1=\"\(line)\" y2=\"\(line)\" stroke=\"#c0392b\" stroke-dasharray=\"6 4\"/>"
      + "<text x=\"936\" y=\"\(Self.short(y(limit) - 5))\" text-anchor=\"end\" fill=\"#c0392b\">"
      + "\(Quantity.grouped(Int64(limit))) addresses</text>\n"
  }

  /// A coordinate to a tenth.
  static func short(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  static func escaped(_ text: String) -> String {
    TextTable.printable(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
