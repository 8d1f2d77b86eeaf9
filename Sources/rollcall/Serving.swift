import Server

/// Where the command line hands over to the server.
enum Serving {
  /// Serves until a signal ends it. A server that cannot start says why, with exit status 2.
  static func run(configurationPath: String, debug: Bool) async throws {
    do throws(ServerError) {
      try await RollcallServer(configuration: configurationPath, traces: debug).run()
    } catch {
      throw CommandFailure.usage(error.description)
    }
  }
}
