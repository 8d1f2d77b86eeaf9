import ArgumentParser

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serve until SIGTERM.",
    discussion: """
      SIGTERM and SIGINT let it finish what it has received. SIGHUP reads configuration, dictionary and users again; \
      the old ones stay when the new ones are wrong.

      EXAMPLES
        rollcall serve
        rollcall serve --config /etc/rollcall/rollcall.yaml
        rollcall serve --debug        # each packet as readable attributes, both ways
      """)

  @OptionGroup var options: ConfigurationOptions

  @Flag(help: "Print each packet as readable attributes, both ways, without passwords.")
  var debug = false

  func run() async throws {
    try await Serving.run(configurationPath: try options.resolvedPath(), debug: debug)
  }
}
