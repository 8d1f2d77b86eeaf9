import AddressPool
import NetworkAddress
import Storage
import Timebase

/// Holdings as rows of the table `holding`.
enum HoldingRow {
  static let columns = """
    leaseid, address, ip, pool, username, client, nas, session, callingstation, first, began, started, ended, endcause, \
    doubtsince, isover, rebooted, replaced
    """
  static let select = "SELECT \(columns) FROM holding"
  static let put = """
    INSERT OR REPLACE INTO holding(\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  static func bind(_ holding: Holding, to statement: SQLiteStatement) {
    statement.bind(1, holding.id.rawValue)
    statement.bind(2, Int64(holding.address.rawValue))
    statement.bind(3, holding.address.description)
    statement.bind(4, holding.pool)
    statement.bind(5, holding.user)
    statement.bind(6, holding.client)
    statement.bind(7, holding.nas)
    statement.bind(8, holding.session)
    statement.bind(9, holding.callingStation)
    statement.bind(10, holding.first.rawValue)
    statement.bind(11, SQLTime.text(holding.began, milliseconds: true))
    statement.bind(12, holding.started.map { SQLTime.text($0, milliseconds: true) })
    statement.bind(13, holding.ended.map { SQLTime.text($0, milliseconds: true) })
    statement.bind(14, holding.endCause?.name)
    statement.bind(15, holding.doubtSince.map { SQLTime.text($0, milliseconds: true) })
    statement.bind(16, holding.isOver)
    statement.bind(17, holding.rebooted.map { SQLTime.text($0, milliseconds: true) })
    statement.bind(18, holding.replaced.map { Int64(bitPattern: $0.rawValue) })
  }

  static func read(_ statement: SQLiteStatement) -> Holding {
    var holding = Holding(
      id: LeaseID(rawValue: UInt64(bitPattern: statement.number(0))),
      address: IPv4Address(rawValue: UInt32(truncatingIfNeeded: statement.number(1))), pool: statement.text(3),
      user: statement.text(4), client: statement.text(5), nas: statement.text(6), session: statement.text(7),
      callingStation: statement.text(8), first: JournalPosition(rawValue: UInt64(bitPattern: statement.number(9))),
      began: SQLTime.time(statement.text(10)) ?? Timestamp(rawValue: 0))
    holding.started = statement.optionalText(11).flatMap(SQLTime.time)
    holding.ended = statement.optionalText(12).flatMap(SQLTime.time)
    holding.endCause = statement.optionalText(13).flatMap { causes[$0] }
    holding.doubtSince = statement.optionalText(14).flatMap(SQLTime.time)
    holding.isOver = statement.number(15) != 0
    holding.rebooted = statement.optionalText(16).flatMap(SQLTime.time)
    holding.replaced = statement.optionalNumber(17).map { JournalPosition(rawValue: UInt64(bitPattern: $0)) }
    return holding
  }

  /// What a starting server needs of a holding that another followed, and no more: it reads many.
  static let selectPast = """
    SELECT leaseid, address, username, nas, session, isover, rebooted, replaced FROM holding
    WHERE replaced IS NOT NULL ORDER BY leaseid DESC LIMIT ?
    """

  static func readPast(_ statement: SQLiteStatement) -> PastSession {
    PastSession(
      lease: LeaseID(rawValue: UInt64(bitPattern: statement.number(0))),
      address: IPv4Address(rawValue: UInt32(truncatingIfNeeded: statement.number(1))), user: statement.text(2),
      nas: statement.text(3), session: statement.text(4), isOver: statement.number(5) != 0,
      rebooted: statement.optionalText(6).flatMap(SQLTime.time))
  }

  private static let causes: [String: LeaseCause] = Dictionary(
    uniqueKeysWithValues: LeaseCause.allCases.map { ($0.name, $0) })
}
