import Accounting
import AddressPool
import GRDB
import Storage
import Timebase

/// The tables that people open and query. All of them are folded out of the journal, and can be folded anew.
enum DerivedSchema {
  /// A version that cannot be made out of the one before is folded anew out of the journal, where that still has all of it.
  ///
  /// 2: holdings, tallies and shared ports. 3: rollups, and names by number. 4: ends by inferred reboots. 5: users, and
  /// minutes, by quarter of an hour.
  static let version = 5

  /// Makes the tables where there are none, and makes sure that they belong to the journal `identity`.
  static func prepare(
    _ database: Database, file: String, journal: String, identity: String, cut: JournalCut
  ) throws {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard found <= version else {
      throw StoreError(
        .incompatible,
        "\(file) has version \(found), which a newer Rollcall wrote; run that one, or move \(file) away, for it is folded "
          + "anew out of \(journal)")
    }
    if found > 0 {
      let owner = try String.fetchOne(database, sql: "SELECT journal FROM cursor")
      guard owner == identity else {
        throw StoreError(
          .incompatible,
          "\(file) was folded out of another journal than \(journal); bring that journal back, or move \(file) away to "
            + "begin with this one")
      }
    }
    if found == DerivedMigration.from {
      try DerivedMigration.run(database)
    } else if found < version {
      // Of what was cut off, the tables tell alone: folding anew would lose it.
      guard found == 0 || cut.position.rawValue == 0 else {
        throw StoreError(
          .incompatible,
          "\(file) has version \(found), and \(journal) no longer has all that it was folded out of; run the Rollcall that "
            + "wrote it, or move \(file) away to begin with what \(journal) still has")
      }
      return try make(database, file: file, identity: identity, cut: cut)
    }
    let position = try Int64.fetchOne(database, sql: "SELECT position FROM cursor") ?? 0
    guard position >= Int64(bitPattern: cut.position.rawValue) else {
      throw StoreError(
        .incompatible,
        "\(file) is an older copy, and \(journal) no longer has what follows it; bring the newest one back, or move \(file) "
          + "away to begin with what the journal still has")
    }
  }

  /// Makes the tables anew: all that they hold comes out of the journal again, and what the part of it that was cut off made
  /// of the lease table stands in them to begin with. What an older Rollcall folded goes.
  static func make(_ database: Database, file: String, identity: String, cut: JournalCut) throws {
    try database.inTransaction(.immediate) {
      let old = try String.fetchAll(
        database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
      for name in old where names.contains(name) { try database.execute(sql: "DROP TABLE \(name)") }
      try database.execute(
        sql: tables + TallyRow.table + Rollup.Table.allCases.map { RollupRow.table($0) }.joined(separator: "\n"))
      try database.execute(
        sql: "INSERT INTO cursor(id, position, lastlease, journal) VALUES (1, ?, ?, ?)",
        arguments: [Int64(bitPattern: cut.position.rawValue), Int64(bitPattern: cut.lastLeaseID.rawValue), identity])
      try database.execute(sql: statistics)
      try insert(cut, database, file: file)
      try database.execute(sql: "PRAGMA user_version = \(version)")
      return .commit
    }
  }

  private static func insert(_ cut: JournalCut, _ database: Database, file: String) throws {
    let statements = try DerivedStatements(database, file: file)
    for lease in cut.leases {
      LeaseRow.bind(lease, to: statements.putLease)
      try statements.putLease.run()
    }
    for shared in cut.sharedPorts {
      statements.noteSharedPort.bind(1, shared.nas)
      statements.noteSharedPort.bind(2, Int64(shared.port))
      statements.noteSharedPort.bind(3, SQLTime.text(shared.time, milliseconds: true))
      try statements.noteSharedPort.run()
    }
  }

  /// Our tables of this version and of those before; what else is in the file is its user's.
  private static let names: Set<String> = Set(
    ["cursor", "name", "lease", "ledger", "holding", "leasetally", "sharedport", "radacct", "radpostauth"]
      + Rollup.Table.allCases.map(\.name))

  /// What SQLite's planner is to think of `radacct`: many rows, and few of them open. Without it, a report of who is online
  /// in the order of names reads every session there ever was. `ANALYZE` puts the truth in its place.
  private static let statistics = """
    ANALYZE sqlite_schema;
    DELETE FROM sqlite_stat1 WHERE tbl = 'radacct';
    INSERT INTO sqlite_stat1(tbl, idx, stat) VALUES
      ('radacct', 'radacct_session', '10000000 4 2'), ('radacct', 'radacct_user', '10000000 2000 1'),
      ('radacct', 'radacct_start', '10000000 2'), ('radacct', 'radacct_address', '10000000 2000 1'),
      ('radacct', 'radacct_open', '5000 500');
    """

  /// `radacct` and `radpostauth` have the columns and types of FreeRADIUS's schema, in its order, so that reports
  /// written for it work; ours stand behind them. Times are UTC. Ours name NASes, clients and pools by number: `name` has the
  /// texts.
  ///
  /// The indexes are few, for each costs as much as a tenth of a row. Numbers of seconds are shorter than texts of times.
  /// `radacct_open` is for the two ways in which reports written for FreeRADIUS ask who is online. `longest`: seconds of the
  /// longest session that has ended.
  static let tables = """
    CREATE TABLE cursor(
      id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, lastlease INTEGER NOT NULL,
      longest INTEGER NOT NULL DEFAULT 0, journal TEXT NOT NULL);
    CREATE TABLE lease(
      address INTEGER PRIMARY KEY, ip TEXT NOT NULL, pool TEXT NOT NULL, state TEXT NOT NULL,
      leaseid INTEGER NOT NULL, username TEXT, session TEXT, since TEXT NOT NULL, deadline TEXT, body BLOB NOT NULL);
    CREATE TABLE name(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
    CREATE TABLE ledger(
      address INTEGER NOT NULL, position INTEGER NOT NULL, time INTEGER NOT NULL, change INTEGER NOT NULL,
      leaseid INTEGER NOT NULL, PRIMARY KEY (address, position)) WITHOUT ROWID;
    CREATE TABLE holding(
      leaseid INTEGER PRIMARY KEY, address INTEGER NOT NULL, poolid INTEGER NOT NULL, userid INTEGER NOT NULL,
      clientid INTEGER NOT NULL, nasid INTEGER NOT NULL, session TEXT NOT NULL, first INTEGER NOT NULL,
      began INTEGER NOT NULL, started INTEGER, ended INTEGER, endcause INTEGER,
      doubtsince INTEGER, isover INTEGER NOT NULL, rebooted INTEGER, replaced INTEGER);
    CREATE INDEX holding_user ON holding(userid);
    CREATE INDEX holding_session ON holding(session);
    CREATE TABLE sharedport(nas TEXT PRIMARY KEY, port INTEGER NOT NULL, time TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE radacct(
      radacctid INTEGER PRIMARY KEY,
      acctsessionid varchar(64) NOT NULL DEFAULT '',
      acctuniqueid varchar(32) NOT NULL DEFAULT '',
      username varchar(64) NOT NULL DEFAULT '',
      realm varchar(64) DEFAULT '',
      nasipaddress varchar(15) NOT NULL DEFAULT '',
      nasportid varchar(32) DEFAULT NULL,
      nasporttype varchar(32) DEFAULT NULL,
      acctstarttime datetime NULL DEFAULT NULL,
      acctupdatetime datetime NULL DEFAULT NULL,
      acctstoptime datetime NULL DEFAULT NULL,
      acctinterval int(12) DEFAULT NULL,
      acctsessiontime int(12) DEFAULT NULL,
      acctauthentic varchar(32) DEFAULT NULL,
      connectinfo_start varchar(128) DEFAULT NULL,
      connectinfo_stop varchar(128) DEFAULT NULL,
      acctinputoctets bigint(20) DEFAULT NULL,
      acctoutputoctets bigint(20) DEFAULT NULL,
      calledstationid varchar(50) NOT NULL DEFAULT '',
      callingstationid varchar(50) NOT NULL DEFAULT '',
      acctterminatecause varchar(32) NOT NULL DEFAULT '',
      servicetype varchar(32) DEFAULT NULL,
      framedprotocol varchar(32) DEFAULT NULL,
      framedipaddress varchar(15) NOT NULL DEFAULT '',
      framedipv6address varchar(45) NOT NULL DEFAULT '',
      framedipv6prefix varchar(45) NOT NULL DEFAULT '',
      framedinterfaceid varchar(44) NOT NULL DEFAULT '',
      delegatedipv6prefix varchar(45) NOT NULL DEFAULT '',
      class varchar(64) DEFAULT NULL,
      clientid INTEGER NOT NULL DEFAULT 0,
      nasid INTEGER NOT NULL DEFAULT 0,
      poolid INTEGER NOT NULL DEFAULT 0,
      leaseid INTEGER NOT NULL DEFAULT 0,
      startreckoned INTEGER NOT NULL DEFAULT 0,
      closedbyserver INTEGER NOT NULL DEFAULT 0);
    CREATE INDEX radacct_session ON radacct(acctsessionid, nasid);
    CREATE INDEX radacct_user ON radacct(username, unixepoch(acctstarttime));
    CREATE INDEX radacct_start ON radacct(acctstarttime);
    CREATE INDEX radacct_address ON radacct(framedipaddress, unixepoch(acctstarttime));
    CREATE INDEX radacct_open ON radacct(nasid) WHERE acctstoptime IS NULL OR acctstoptime = '0000-00-00 00:00:00';
    CREATE TABLE radpostauth(
      id INTEGER PRIMARY KEY,
      username varchar(64) NOT NULL DEFAULT '',
      pass varchar(64) DEFAULT NULL,
      reply varchar(32) NOT NULL DEFAULT '',
      authdate timestamp NOT NULL,
      reason TEXT NOT NULL DEFAULT '',
      callingstationid TEXT NOT NULL DEFAULT '',
      nasid INTEGER NOT NULL DEFAULT 0,
      clientid INTEGER NOT NULL DEFAULT 0,
      leaseid INTEGER NOT NULL DEFAULT 0);
    CREATE INDEX radpostauth_user ON radpostauth(username);
    """
}
