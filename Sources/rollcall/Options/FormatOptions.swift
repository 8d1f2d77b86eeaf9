import ArgumentParser
import Console

extension OutputFormat: ExpressibleByArgument {}

/// `--format`, for everything that prints a table.
struct FormatOptions: ParsableArguments {
  @Option(help: "How to print.")
  var format: OutputFormat = .table
}

extension Report {
  /// Prints the list.
  func show(_ format: OutputFormat) throws { Terminal.show(try text(format)) }
}

extension JSONValue {
  /// Prints a value, indented.
  static func show(_ value: some Encodable) throws { Terminal.show(try JSONValue(encoding: value).text() + "\n") }
}
