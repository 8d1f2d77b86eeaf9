import Accounting
import AddressPool
import Admin
import ArgumentParser
import Configuration
import Console
import Migration
import NetworkAddress
import RADIUSCrypto
import RADIUSDictionary
import ServerCore
import Storage
import StorageSQLite
import Timebase

#if canImport(Glibc)
  import Glibc
#endif

struct ImportFreeRADIUSCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "freeradius",
    abstract: "Make a configuration and a store out of FreeRADIUS's.",
    discussion: """
      Reads clients.conf, the users file and the pools of rlm_ippool below DIR, and, where they are named, the tables \
      radippool and radacct as CSV or with tabs (the first row names the columns) or in an SQLite file. It says what it \
      would do and what it cannot carry over, with file and line; with --apply it does it, into a new folder.

      Leases are taken up as live until they expire; sessions as past or open. FreeRADIUS's files are only read.

      EXAMPLES
        rollcall import freeradius /etc/freeradius/3.0
        rollcall import freeradius /etc/freeradius/3.0 --radippool pool.csv --radacct acct.csv --to /etc/rollcall --apply
        mysql -B -e 'SELECT * FROM radippool' radius > pool.tsv
      """)

  @Argument(help: ArgumentHelp("FreeRADIUS's folder.", valueName: "dir"), completion: .directory)
  var folder: String

  @Option(help: ArgumentHelp("The table radippool: CSV, or an SQLite file.", valueName: "file"), completion: .file())
  var radippool: String?

  @Option(help: ArgumentHelp("The table radacct: CSV, or an SQLite file.", valueName: "file"), completion: .file())
  var radacct: String?

  @Flag(help: "Times in CSV files are UTC, and not of the local time zone.")
  var utc = false

  @Option(help: ArgumentHelp("The folder to make.", valueName: "dir"), completion: .directory)
  var to = "rollcall-imported"

  @Flag(help: "Do it.")
  var apply = false

  @Option(
    help: ArgumentHelp("The dictionary of the new configuration. Default: the one installed.", valueName: "file"),
    completion: .file())
  var dictionary: String?

  @OptionGroup var output: FormatOptions

  private static let dictionaries = [
    "dictionaries/dictionary", "/usr/share/rollcall/dictionaries/dictionary", "/usr/share/freeradius/dictionary",
  ]

  func run() async throws {
    let dictionaryPath = try dictionaryPath()
    let dictionary = try AttributeDictionary.open(dictionaryPath)
    guard access(folder + "/clients.conf", R_OK) == 0 || access(folder + "/users", R_OK) == 0 else {
      throw CommandFailure.usage("\(folder) has no clients.conf that can be read; name FreeRADIUS's folder")
    }
    let target = ImportTarget(folder: to)
    if access(target.configuration, F_OK) == 0 {
      throw CommandFailure.usage("\(target.configuration) is there already; name a new folder with --to")
    }
    let now = Clock.wall
    var plan = FreeRADIUSImport(folder: folder, dictionary: dictionary) { path in
      Terminal.read(file: path).map { String(decoding: $0, as: UTF8.self) }
    }
    let leases = try leases(&plan, now)
    var sessions = try sessions(plan, dictionary, now)
    // The first pass counts; the records of the second go to the store.
    try readSessions { row in _ = sessions.take(row) }
    plan.add(sessions.findings)
    let clients = Self.table(of: plan)
    let homeless = leases.live.filter { Self.client(of: $0.nas, clients) == nil }
    plan.add(
      homeless.map { Finding(radippool ?? "", $0.line, "\($0.address) is live on \($0.nas), which is no client") })
    let live = leases.live.filter { Self.client(of: $0.nas, clients) != nil }
    if apply {
      try target.write(plan, dictionary: dictionaryPath)
      try fill(target, plan, live, sessions, dictionary, now)
    }
    try show(
      ImportSummary(
        folder: folder, files: plan.files, clients: plan.clients.count, users: plan.users,
        pools: plan.pools.map { ImportSummary.Pool(pool: $0.name, size: $0.size) }, addressRows: leases.rows,
        liveAddresses: live.count, pastSessions: sessions.past, openSessions: sessions.open,
        notCarriedOver: plan.findings, made: apply ? to : nil))
  }

  private func show(_ summary: ImportSummary) throws {
    switch output.format {
    case .json: return try JSONValue.show(summary)
    case .csv: return Terminal.show(summary.csv)
    case .table: Terminal.show(summary.text)
    }
    Terminal.show(
      apply
        ? "\nMade \(to). Look at it with `rollcall check --config \(to)/rollcall.yaml`, then serve it.\n"
        : "\nNothing is written yet; with --apply it goes to \(to).\n")
  }

  private func dictionaryPath() throws -> String {
    let candidates = dictionary.map { [$0] } ?? Self.dictionaries
    guard let found = candidates.first(where: { access($0, R_OK) == 0 }), let real = realpath(found, nil) else {
      throw CommandFailure.usage("no dictionary is found; name one with --dictionary FILE")
    }
    defer { free(real) }
    return String(cString: real)
  }

  private func times(_ file: TableFile) -> TableTime {
    // SQLite's own clock is UTC.
    let isUTC = utc || file.isDatabase
    return TableTime { isUTC ? 0 : Clock.secondsEast(at: $0) }
  }

  private func leases(_ plan: inout FreeRADIUSImport, _ now: Timestamp) throws -> LeasesImport {
    guard let radippool else { return LeasesImport(times: TableTime { _ in 0 }, now: now) }
    let file = TableFile(path: radippool, table: "radippool")
    var leases = LeasesImport(times: times(file), now: now)
    try file.eachRow { leases.take($0) }
    plan.add(leases.plannedPools, from: radippool)
    plan.add(leases.findings)
    return leases
  }

  private func sessions(
    _ plan: FreeRADIUSImport, _ dictionary: AttributeDictionary, _ now: Timestamp
  ) throws -> SessionsImport {
    let clients = Self.table(of: plan)
    let times = radacct.map { self.times(TableFile(path: $0, table: "radacct")) } ?? TableTime { _ in 0 }
    return SessionsImport(dictionary: dictionary, times: times, now: now) { address in
      clients.index(of: address).map { clients.clients[$0].name }
    }
  }

  private func readSessions(_ take: (TableRow) throws -> Void) throws {
    guard let radacct else { return }
    try TableFile(path: radacct, table: "radacct").eachRow(take)
  }

  private static func table(of plan: FreeRADIUSImport) -> ClientTable {
    ClientTable(plan.clients.map { ClientDefinition(name: $0.name, block: $0.block, secret: .init($0.secret)) })
  }

  private static func client(of nas: String, _ clients: ClientTable) -> String? {
    IPAddress(nas).flatMap { clients.index(of: $0) }.map { clients.clients[$0].name }
  }

  /// Puts sessions and leases into the new folder's store.
  private func fill(
    _ target: ImportTarget, _ plan: FreeRADIUSImport, _ live: [LeasesImport.LiveAddress], _ sessions: SessionsImport,
    _ dictionary: AttributeDictionary, _ now: Timestamp
  ) throws {
    let configuration: ServerConfiguration
    do {
      configuration = try ServerConfiguration.load(path: target.configuration)
    } catch {
      throw CommandFailure(error)
    }
    guard sessions.span != nil || !live.isEmpty, case .sqlite(let path) = configuration.storage else { return }
    do {
      let store = try SQLiteStore(path: path)
      let leases = try append(live, plan, sessions, to: store, now)
      var second = try self.sessions(plan, dictionary, now)
      var progress = ProgressBar(total: sessions.past + sessions.open, title: "sessions")
      var entries: [JournalEntry] = []
      try readSessions { row in
        entries += second.take(row).map { .accounting(Self.claim($0, leases)) }
        if entries.count >= StoreLimits.rowEntriesMax {
          try store.append(entries)
          entries.removeAll(keepingCapacity: true)
        }
        progress.advance(by: 1)
      }
      try store.append(entries)
      progress.finish()
      try store.close()
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
  }

  /// Takes the addresses that are in use up as leases; returns these by NAS and session.
  private func append(
    _ live: [LeasesImport.LiveAddress], _ plan: FreeRADIUSImport, _ sessions: SessionsImport, to store: SQLiteStore,
    _ now: Timestamp
  ) throws(StoreError) -> [String: Lease] {
    let clients = Self.table(of: plan)
    var id = LeaseID(rawValue: 0)
    var leases: [String: Lease] = [:]
    var entries: [JournalEntry] = []
    for var address in live {
      id.rawValue += 1
      // A pool of the files comes before that of the table.
      address.pool = plan.pools.first { $0.contains(address.address) }?.name ?? address.pool
      let open = sessions.openSessions[address.address].flatMap { $0.user == address.user ? $0 : nil }
      let transition = address.transition(
        id: id, client: Self.client(of: address.nas, clients) ?? "", session: open, now: now)
      entries.append(.transition(transition))
      if let open, let nas = transition.lease.holder?.nas { leases["\(nas) \(open.session)"] = transition.lease }
    }
    try store.append(entries)
    return leases
  }

  /// The record with the lease of its session, where that is still open.
  private static func claim(_ record: AccountingRecord, _ leases: [String: Lease]) -> AccountingRecord {
    guard let event = AccountingEvent(record), let lease = leases["\(record.nas) \(event.session)"],
      event.user == lease.holder?.user, event.framedIPAddress == lease.address, event.status != .stop,
      event.status != .start || event.time == Timestamp(seconds: lease.start.seconds)
    else { return record }
    var record = record
    record.leaseID = lease.id.rawValue
    record.leaseAddress = lease.address
    return record
  }
}
