/// Where the command line hands over to the server.
enum Serving {
  /// Serves until a signal ends it.
  static func run(configurationPath: String, debug: Bool) async throws {
    throw CommandFailure.usage("this build has no server")
  }
}
