import ArgumentParser

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take over from another server.",
    subcommands: [ImportFreeRADIUSCommand.self])
}
