import Accounting
import NetworkAddress
import Storage
import Timebase

/// A session as a row of `radacct`: which column is which field, in one place.
enum RadacctRow {
  /// All columns, in the order in which ``bind(_:to:)`` and ``read(_:)`` take them. Those behind the volatile ones stand in
  /// indexes, which an update leaves alone unless they change.
  static let columns =
    volatileColumns + ["username", "acctstarttime", "framedipaddress", "acctsessionid", "acctuniqueid", "nasid"]

  private static let volatileColumns = [
    "realm", "nasipaddress", "nasportid", "nasporttype", "acctupdatetime", "acctstoptime", "acctinterval",
    "acctsessiontime", "acctauthentic", "connectinfo_start", "connectinfo_stop", "acctinputoctets",
    "acctoutputoctets", "calledstationid", "callingstationid", "acctterminatecause", "servicetype", "framedprotocol",
    "framedipv6address", "framedipv6prefix", "framedinterfaceid", "delegatedipv6prefix", "class", "clientid", "leaseid",
    "startreckoned", "closedbyserver", "poolid",
  ]

  /// In the place of a number of a name stands the name.
  static let select =
    "SELECT radacctid, "
    + columns.map { ["clientid": "c.text", "poolid": "p.text", "nasid": "n.text"][$0] ?? $0 }.joined(separator: ", ")
    + " FROM radacct LEFT JOIN name c ON c.id = clientid LEFT JOIN name p ON p.id = poolid "
    + "LEFT JOIN name n ON n.id = nasid"
  static let insert =
    "INSERT INTO radacct(radacctid, \(columns.joined(separator: ", "))) "
    + "VALUES (?\(String(repeating: ", ?", count: columns.count)))"
  static let update = updating(columns)
  static let updateVolatile = updating(volatileColumns)
  static let updateCounters = updating([
    "acctupdatetime", "acctstoptime", "acctinterval", "acctsessiontime", "acctinputoctets", "acctoutputoctets",
    "acctterminatecause", "connectinfo_stop", "closedbyserver",
  ])

  /// Parameter 1 is the row's number.
  private static func updating(_ columns: [String]) -> String {
    let list = columns.enumerated().map { "\($1) = ?\($0 + 2)" }.joined(separator: ", ")
    return "UPDATE radacct SET \(list) WHERE radacctid = ?1"
  }

  /// Binds the number and what most records of a session change.
  static func bindCounters(_ session: AccountingSession, to statement: SQLiteStatement) {
    statement.bind(1, session.number)
    statement.bind(2, SQLTime.text(session.updated))
    statement.bind(3, session.stop.map { SQLTime.text($0) })
    statement.bind(4, session.interval.map { Int64($0) })
    statement.bind(5, session.sessionTime.map { Int64($0) })
    statement.bind(6, session.inputOctets.map { Int64(clamping: $0) })
    statement.bind(7, session.outputOctets.map { Int64(clamping: $0) })
    statement.bind(8, session.terminateCause)
    statement.bind(9, session.connectInfoStop)
    statement.bind(10, session.isClosedByServer)
  }

  /// Makes the fields of ``bindCounters(_:to:)`` those of another session.
  static func copyCounters(of other: AccountingSession, to session: inout AccountingSession) {
    session.updated = other.updated
    session.stop = other.stop
    session.interval = other.interval
    session.sessionTime = other.sessionTime
    session.inputOctets = other.inputOctets
    session.outputOctets = other.outputOctets
    session.terminateCause = other.terminateCause
    session.connectInfoStop = other.connectInfoStop
    session.isClosedByServer = other.isClosedByServer
  }

  /// Binds the number and what changes in a session's life.
  static func bindVolatile(_ session: AccountingSession, _ names: NameCache, to statement: SQLiteStatement)
    throws(StoreError)
  {
    statement.bind(1, session.number)
    statement.bind(2, session.realm)
    statement.bind(3, session.nasIPAddress)
    statement.bind(4, session.nasPortID)
    statement.bind(5, session.nasPortType)
    statement.bind(6, SQLTime.text(session.updated))
    statement.bind(7, session.stop.map { SQLTime.text($0) })
    statement.bind(8, session.interval.map { Int64($0) })
    statement.bind(9, session.sessionTime.map { Int64($0) })
    statement.bind(10, session.authentic)
    statement.bind(11, session.connectInfoStart)
    statement.bind(12, session.connectInfoStop)
    statement.bind(13, session.inputOctets.map { Int64(clamping: $0) })
    statement.bind(14, session.outputOctets.map { Int64(clamping: $0) })
    statement.bind(15, session.calledStation)
    statement.bind(16, session.callingStation)
    statement.bind(17, session.terminateCause)
    statement.bind(18, session.serviceType)
    statement.bind(19, session.framedProtocol)
    statement.bind(20, session.framedIPv6Address)
    statement.bind(21, session.framedIPv6Prefix)
    statement.bind(22, session.framedInterfaceID)
    statement.bind(23, session.delegatedIPv6Prefix)
    statement.bind(24, session.classText)
    statement.bind(25, try names.number(session.client))
    statement.bind(26, session.leaseID)
    statement.bind(27, session.isStartReckoned)
    statement.bind(28, session.isClosedByServer)
    statement.bind(29, try names.number(session.pool))
  }

  /// Binds the whole row.
  static func bind(_ session: AccountingSession, _ names: NameCache, to statement: SQLiteStatement)
    throws(StoreError)
  {
    try bindVolatile(session, names, to: statement)
    statement.bind(30, session.user)
    statement.bind(31, SQLTime.text(session.start))
    statement.bind(32, session.framedIPAddress?.description ?? "")
    statement.bind(33, session.session)
    statement.bind(34, session.uniqueID)
    statement.bind(35, try names.number(session.nas))
  }

  /// Reads the row that ``select`` is at.
  static func read(_ statement: SQLiteStatement) -> AccountingSession {
    let start = SQLTime.time(statement.text(30)) ?? Timestamp(rawValue: 0)
    var session = AccountingSession(session: statement.text(32), nas: statement.text(34), start: start)
    session.number = statement.number(0)
    session.realm = statement.text(1)
    session.nasIPAddress = statement.text(2)
    session.nasPortID = statement.text(3)
    session.nasPortType = statement.text(4)
    session.updated = SQLTime.time(statement.text(5)) ?? start
    session.stop = statement.optionalText(6).flatMap { SQLTime.time($0) }
    session.interval = statement.optionalNumber(7).map { UInt32(clamping: $0) }
    session.sessionTime = statement.optionalNumber(8).map { UInt32(clamping: $0) }
    session.authentic = statement.text(9)
    session.connectInfoStart = statement.text(10)
    session.connectInfoStop = statement.text(11)
    session.inputOctets = statement.optionalNumber(12).map { UInt64(clamping: $0) }
    session.outputOctets = statement.optionalNumber(13).map { UInt64(clamping: $0) }
    session.calledStation = statement.text(14)
    session.callingStation = statement.text(15)
    session.terminateCause = statement.text(16)
    session.serviceType = statement.text(17)
    session.framedProtocol = statement.text(18)
    session.framedIPv6Address = statement.text(19)
    session.framedIPv6Prefix = statement.text(20)
    session.framedInterfaceID = statement.text(21)
    session.delegatedIPv6Prefix = statement.text(22)
    session.classText = statement.text(23)
    session.client = statement.text(24)
    session.leaseID = UInt64(bitPattern: statement.number(25))
    session.isStartReckoned = statement.number(26) != 0
    session.isClosedByServer = statement.number(27) != 0
    session.pool = statement.text(28)
    session.user = statement.text(29)
    session.framedIPAddress = IPv4Address(statement.text(31))
    session.uniqueID = statement.text(33)
    return session
  }
}
