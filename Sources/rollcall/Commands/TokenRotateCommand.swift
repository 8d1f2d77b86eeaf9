import Admin
import ArgumentParser
import Console

struct TokenRotateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rotate",
    abstract: "Sign lease tokens with a new key from now on.",
    discussion: """
      Tokens that older keys signed stay good: live sessions notice nothing. A running server takes the new key up at \
      once; with none running the store keeps it for the next one.

      EXAMPLE
        rollcall token rotate
      """)

  @OptionGroup var options: ConfigurationOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let rotation = try Ledger(options.load()).rotateTokenKey()
    switch output.format {
    case .json: try JSONValue.show(rotation)
    case .csv:
      Terminal.show(CSVText.line(["key", "use"]))
      Terminal.show(CSVText.line(["\(rotation.signs)", "signs"]))
      for key in rotation.verify { Terminal.show(CSVText.line(["\(key)", "verifies"])) }
    case .table: Terminal.show(RotationText.text(rotation))
    }
  }
}
