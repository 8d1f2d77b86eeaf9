package import Admin

/// A usage report as a picture: for the terminal, or as SVG for a file.
package struct UsageChart {
  let title: String
  let figure: UsageFigure
  let names: [String]
  /// To each name the values of the series, stacked.
  let values: [[Double]]
  /// How many addresses the pools have, where that is what the figure fills.
  let limit: Double?

  package init(_ report: UsageReport, figure: UsageFigure, subtitle: String, limit: Int? = nil) {
    self.figure = figure
    title = "\(figure.title) by \(report.by.rawValue), \(subtitle)"
    names = report.rows.map { $0.name.isEmpty ? "(none)" : $0.name }
    values = report.rows.map { figure.values($0) }
    self.limit = limit.map { Double($0) }
  }

  var most: Double { max(values.map { $0.reduce(0, +) }.max() ?? 0, limit ?? 0) }

  /// Bars from left to right, a row to a line; `width` is that of the longest.
  package func text(width: Int = 50) -> String {
    let labelWidth = names.map(\.count).max() ?? 0
    let scale = most > 0 ? Double(width) / most : 0
    var text = title + "\n\n"
    for (name, parts) in zip(names, values) {
      let sum = parts.reduce(0, +)
      let label = TextTable.printable(name)
      text += label + String(repeating: " ", count: max(0, labelWidth - label.count)) + "  "
      text += UsageChart.bar(sum * scale) + " " + figure.text(sum) + "\n"
    }
    if let limit {
      text += "\nOf \(Quantity.grouped(Int64(limit))) addresses, which is a bar of \(width) characters.\n"
    }
    return text
  }

  /// A bar of `length` characters, to an eighth of one.
  private static func bar(_ length: Double) -> String {
    let eighths = Int((length * 8).rounded())
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}
