import AddressPool
import NetworkAddress
import Storage
import Timebase

/// Holdings as rows of the table `holding`. Names stand in the table `name`, and times are milliseconds since 1970: there
/// are as many rows as there are sessions.
enum HoldingRow {
  static let select = """
    SELECT leaseid, address, p.text, u.text, c.text, n.text, session, first, began, started, ended, \
    endcause, doubtsince, isover, rebooted, replaced FROM holding h \
    LEFT JOIN name p ON p.id = poolid LEFT JOIN name u ON u.id = userid LEFT JOIN name c ON c.id = clientid \
    LEFT JOIN name n ON n.id = nasid
    """
  /// The columns that change in a holding's life; none of them stands in an index.
  private static let volatileColumns = [
    "started", "ended", "endcause", "doubtsince", "isover", "rebooted", "replaced",
  ]
  private static let columns =
    ["leaseid"] + volatileColumns + ["session", "address", "poolid", "userid", "clientid", "nasid", "first", "began"]

  static let put =
    "INSERT OR REPLACE INTO holding(\(columns.joined(separator: ", "))) "
    + "VALUES (?\(String(repeating: ", ?", count: columns.count - 1)))"
  static let update =
    "UPDATE holding SET "
    + volatileColumns.enumerated().map { "\($1) = ?\($0 + 2)" }.joined(separator: ", ") + " WHERE leaseid = ?1"

  /// Whether ``update`` is enough to make `old` of the table into `new`.
  static func isVolatileChange(_ old: Holding, _ new: Holding) -> Bool {
    old.session == new.session && old.user == new.user && old.address == new.address && old.pool == new.pool
      && old.client == new.client && old.nas == new.nas && old.first == new.first && old.began == new.began
  }

  static func bindVolatile(_ holding: Holding, to statement: SQLiteStatement) {
    statement.bind(1, holding.id.rawValue)
    statement.bind(2, holding.started?.milliseconds)
    statement.bind(3, holding.ended?.milliseconds)
    statement.bind(4, holding.endCause.map { Int64($0.rawValue) })
    statement.bind(5, holding.doubtSince?.milliseconds)
    statement.bind(6, holding.isOver)
    statement.bind(7, holding.rebooted?.milliseconds)
    statement.bind(8, holding.replaced.map { Int64(bitPattern: $0.rawValue) })
  }

  static func bind(_ holding: Holding, _ names: NameCache, to statement: SQLiteStatement) throws(StoreError) {
    bindVolatile(holding, to: statement)
    statement.bind(9, holding.session)
    statement.bind(10, Int64(holding.address.rawValue))
    statement.bind(11, try names.number(holding.pool))
    statement.bind(12, try names.number(holding.user))
    statement.bind(13, try names.number(holding.client))
    statement.bind(14, try names.number(holding.nas))
    statement.bind(15, holding.first.rawValue)
    statement.bind(16, holding.began.milliseconds)
  }

  static func read(_ statement: SQLiteStatement) -> Holding {
    var holding = Holding(
      id: LeaseID(rawValue: UInt64(bitPattern: statement.number(0))),
      address: IPv4Address(rawValue: UInt32(truncatingIfNeeded: statement.number(1))), pool: statement.text(2),
      user: statement.text(3), client: statement.text(4), nas: statement.text(5), session: statement.text(6),
      first: JournalPosition(rawValue: UInt64(bitPattern: statement.number(7))),
      began: Timestamp(milliseconds: statement.number(8)))
    holding.started = statement.optionalNumber(9).map(Timestamp.init(milliseconds:))
    holding.ended = statement.optionalNumber(10).map(Timestamp.init(milliseconds:))
    holding.endCause = statement.optionalNumber(11).flatMap { LeaseCause(rawValue: UInt8(truncatingIfNeeded: $0)) }
    holding.doubtSince = statement.optionalNumber(12).map(Timestamp.init(milliseconds:))
    holding.isOver = statement.number(13) != 0
    holding.rebooted = statement.optionalNumber(14).map(Timestamp.init(milliseconds:))
    holding.replaced = statement.optionalNumber(15).map { JournalPosition(rawValue: UInt64(bitPattern: $0)) }
    return holding
  }

  /// What a starting server needs of a holding that another followed, and no more: it reads many.
  static let selectPast = """
    SELECT leaseid, address, u.text, n.text, session, isover, rebooted, replaced FROM holding
    LEFT JOIN name u ON u.id = userid LEFT JOIN name n ON n.id = nasid
    WHERE replaced IS NOT NULL ORDER BY leaseid DESC LIMIT ?
    """

  static func readPast(_ statement: SQLiteStatement) -> PastSession {
    PastSession(
      lease: LeaseID(rawValue: UInt64(bitPattern: statement.number(0))),
      address: IPv4Address(rawValue: UInt32(truncatingIfNeeded: statement.number(1))), user: statement.text(2),
      nas: statement.text(3), session: statement.text(4), isOver: statement.number(5) != 0,
      rebooted: statement.optionalNumber(6).map(Timestamp.init(milliseconds:)))
  }
}
