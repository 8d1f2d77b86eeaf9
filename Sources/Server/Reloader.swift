import Admin
import Authentication
import Configuration
import Logging
import ServerCore

/// Takes up a changed configuration while the server runs: users, clients and pools, all of them or nothing.
struct Reloader: Sendable {
  let path: String
  let plane: DataPlane
  let logger: Logger

  /// - Throws: what is wrong; the old configuration stays.
  @Sendable func reload() async throws(ServerError) -> ReloadReport {
    let setup: ServerSetup
    do throws(ServerError) {
      setup = try ServerSetup.load(path: path)
    } catch {
      for line in error.description.split(separator: "\n") {
        logger.error("configuration.refused", metadata: ["problem": "\(line)"])
      }
      throw error
    }
    do {
      try await plane.reload(setup.policy)
    } catch {
      throw ServerError("\(error)")
    }
    let configuration = setup.configuration
    for warning in configuration.warnings {
      logger.warning("configuration.warning", metadata: ["problem": "\(warning)"])
    }
    for warning in setup.users.warnings { logger.warning("users.warning", metadata: ["problem": "\(warning)"]) }
    logger.notice(
      "configuration.reloaded",
      metadata: [
        "users": "\(setup.users.users.count)", "clients": "\(configuration.clients.count)",
        "pools": "\(configuration.pools.count)",
      ])
    return ReloadReport(
      users: setup.users.users.count, clients: configuration.clients.count, pools: configuration.pools.count,
      warnings: configuration.warnings.map(\.description) + setup.users.warnings.map(\.description))
  }
}
