import Accounting
import Authentication
import Configuration
import Console
import RADIUSDictionary
import ServerCore
import Simulation
import Storage
import StorageSQLite
import Timebase

#if canImport(Glibc)
  import Glibc
#endif

/// `rollcall simulate --replay`: recorded accounting under the configuration.
struct RehearsalRun {
  let configuration: ServerConfiguration
  /// Databases of ours, and detail files.
  let files: [String]
  /// The client of records whose address is no client's.
  let client: String?

  private static let page = 10_000

  func report() async throws -> RehearsalReport {
    let dictionary = try AttributeDictionary.open(configuration.dictionaryPath)
    let users: UserStore
    do throws(UsersFileError) {
      users = try UserStore.load(path: configuration.usersPath, dictionary: dictionary)
    } catch {
      throw CommandFailure.usage("\(error)")
    }
    var traffic = RecordedTraffic()
    for file in files {
      if try isDatabase(file) {
        try read(database: file, into: &traffic)
      } else {
        try await read(detail: file, dictionary, into: &traffic)
      }
    }
    guard !traffic.sessions.isEmpty else {
      throw CommandFailure.wrong("no session is in \(files.joined(separator: ", "))")
    }
    let policy = EnginePolicy(
      clients: ClientTable(configuration.clients), pools: configuration.pools, users: users.lettingEveryoneIn(),
      rejectDelay: 0)
    var progress = ProgressBar(total: traffic.sessions.count)
    let report = Rehearsal.run(traffic, policy: policy, limits: configuration.limits.engineLimits) {
      progress.advance(by: $0)
    }
    progress.finish()
    return report
  }

  /// Whether the file is an SQLite database, by its first octets.
  private func isDatabase(_ file: String) throws -> Bool {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CommandFailure.usage("\(file): \(String(cString: strerror(errno)))") }
    defer { close(descriptor) }
    let magic = Array("SQLite format 3\0".utf8)
    var octets = [UInt8](repeating: 0, count: magic.count)
    return Glibc.read(descriptor, &octets, octets.count) == octets.count && octets == magic
  }

  private func read(database file: String, into traffic: inout RecordedTraffic) throws(CommandFailure) {
    do throws(StoreError) {
      let store = try SQLiteStore(reading: file)
      var position = JournalPosition(rawValue: 0)
      while true {
        let items = try store.journal(after: position, limit: RehearsalRun.page)
        guard let last = items.last else { break }
        for item in items {
          switch item.entry {
          case .accounting(let record): traffic.take(record)
          case .transition(let transition): traffic.take(transition)
          case .authentication, .sharedPort: break
          }
        }
        position = last.position
      }
      try store.close()
    } catch {
      throw CommandFailure(error)
    }
  }

  private func read(detail file: String, _ dictionary: AttributeDictionary, into traffic: inout RecordedTraffic)
    async throws
  {
    let otherwise = configuration.clients.first { $0.name == client }
    if let client, otherwise == nil { throw CommandFailure.usage("no client is named `\(client)`") }
    let source = ReplaySource(
      path: file, dictionary: dictionary, clients: ClientTable(configuration.clients), otherwise: otherwise,
      now: Clock.wall)
    var records: [AccountingRecord] = []
    let faults = try await source.read { records.append($0) }
    for record in records { traffic.take(record) }
    for fault in faults { Terminal.complain(TextTable.printable("\(fault)")) }
  }
}
