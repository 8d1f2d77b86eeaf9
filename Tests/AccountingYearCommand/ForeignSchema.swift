/// FreeRADIUS's tables on SQLite: the columns, and an index to each column that it indexes. Facts of its schema, written
/// down for a comparison of sizes.
enum ForeignSchema {
  private static let columns = """
    acctsessionid varchar(64) NOT NULL DEFAULT '', acctuniqueid varchar(32) NOT NULL DEFAULT '', \
    username varchar(64) NOT NULL DEFAULT '', realm varchar(64) DEFAULT '', nasipaddress varchar(15) NOT NULL DEFAULT '', \
    nasportid varchar(32), nasporttype varchar(32), acctstarttime datetime, acctupdatetime datetime, acctstoptime datetime, \
    acctinterval int(12), acctsessiontime int(12), acctauthentic varchar(32), connectinfo_start varchar(128), \
    connectinfo_stop varchar(128), acctinputoctets bigint(20), acctoutputoctets bigint(20), \
    calledstationid varchar(50) NOT NULL DEFAULT '', callingstationid varchar(50) NOT NULL DEFAULT '', \
    acctterminatecause varchar(32) NOT NULL DEFAULT '', servicetype varchar(32), framedprotocol varchar(32), \
    framedipaddress varchar(15) NOT NULL DEFAULT '', framedipv6address varchar(45) NOT NULL DEFAULT '', \
    framedipv6prefix varchar(45) NOT NULL DEFAULT '', framedinterfaceid varchar(44) NOT NULL DEFAULT '', \
    delegatedipv6prefix varchar(45) NOT NULL DEFAULT '', class varchar(64)
    """
  private static let indexed = [
    "acctuniqueid", "username", "framedipaddress", "framedipv6address", "framedipv6prefix", "framedinterfaceid",
    "delegatedipv6prefix", "acctsessionid", "acctsessiontime", "acctstarttime", "acctinterval", "acctstoptime",
    "nasipaddress", "class",
  ]

  static var tables: String {
    """
    CREATE TABLE radacct(radacctid INTEGER PRIMARY KEY AUTOINCREMENT, \(columns));
    CREATE TABLE radpostauth(id INTEGER PRIMARY KEY AUTOINCREMENT, username varchar(64) NOT NULL DEFAULT '',
      pass varchar(64) NOT NULL DEFAULT '', reply varchar(32) NOT NULL DEFAULT '', authdate timestamp NOT NULL,
      class varchar(64));

    """
  }

  /// Made when the rows are there, which is faster, and leaves them as small as they can be.
  static var indexes: String {
    indexed.map { "CREATE INDEX radacct_\($0) ON radacct(\($0));\n" }.joined()
      + ["username", "class"].map { "CREATE INDEX radpostauth_\($0) ON radpostauth(\($0));\n" }.joined()
  }

  /// Class stays empty: without Rollcall there is none.
  static var copy: String {
    let names = columns.split(separator: ", ").map { $0.split(separator: " ")[0] }.joined(separator: ", ")
    return """
      INSERT INTO radacct(radacctid, \(names)) SELECT radacctid, \(names) FROM ours.radacct ORDER BY radacctid;
      INSERT INTO radpostauth(id, username, pass, reply, authdate, class)
      SELECT id, username, coalesce(pass, ''), reply, authdate, '' FROM ours.radpostauth ORDER BY id;
      """
  }
}
