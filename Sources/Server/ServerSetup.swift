package import Authentication
package import Configuration
package import RADIUSDictionary
package import ServerCore
import Timebase

/// All that is read from files, read and checked together, so that a reload takes up all of it or nothing.
package struct ServerSetup: Sendable {
  package var configuration: ServerConfiguration
  package var dictionary: AttributeDictionary
  package var users: UserStore

  /// - Throws: every fault found in the first file that has any, one a line.
  package static func load(path: String) throws(ServerError) -> ServerSetup {
    let configuration: ServerConfiguration
    do throws(ConfigurationErrors) {
      configuration = try ServerConfiguration.load(path: path)
    } catch {
      throw ServerError("\(error)")
    }
    let dictionary: AttributeDictionary
    do throws(DictionaryError) {
      dictionary = try AttributeDictionary.load(path: configuration.dictionaryPath)
    } catch {
      throw ServerError("\(error)")
    }
    do throws(UsersFileError) {
      let users = try UserStore.load(path: configuration.usersPath, dictionary: dictionary)
      return ServerSetup(configuration: configuration, dictionary: dictionary, users: users)
    } catch {
      throw ServerError("\(error)")
    }
  }

  package var policy: EnginePolicy {
    EnginePolicy(
      clients: ClientTable(configuration.clients), pools: configuration.pools, users: users,
      rejectDelay: configuration.rejectDelay.milliseconds, recordsPasswords: configuration.debug.logPasswords,
      recordsDecisions: configuration.recordsDecisions)
  }

  package var limits: EngineLimits { configuration.limits.engineLimits }
}
