import ArgumentParser

@main
struct RollcallCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollcall", abstract: "A RADIUS server that accounts for every address.")
}
