import Timebase

/// Tables as FreeRADIUS's databases dump them.
enum ImportedTables {
  /// 2026-11-24T12:00:00Z.
  static let now = CivilTime(year: 2026, month: 11, day: 24, hour: 12).timestamp

  static let radippool = """
    id,pool_name,framedipaddress,nasipaddress,callingstationid,expiry_time,username
    1,vpn,10.8.0.1,192.0.2.1,00-11,2026-11-24 13:00:00,alice
    2,vpn,10.8.0.2,,,2026-11-23 13:00:00,
    3,vpn,10.8.0.3,192.0.2.1,,2026-11-24 11:59:59,gone
    4,vpn,10.8.0.9,192.0.2.1,,2026-11-24 13:00:00+01,bob
    5,vpn,no,192.0.2.1,,2026-11-24 13:00:00,eve
    6,clash,10.0.0.5,192.0.2.1,,0000-00-00 00:00:00,
    7,other,10.8.0.1,192.0.2.1,,2026-11-24 13:00:00,eve
    """

  static let radacct = #"""
    acctsessionid,username,nasipaddress,nasportid,nasporttype,acctstarttime,acctupdatetime,acctstoptime,acctsessiontime,\#
    acctinputoctets,acctoutputoctets,acctterminatecause,framedipaddress
    s1,alice,192.0.2.1,7,Ethernet,2026-11-01 10:00:00,,2026-11-01 11:00:00,3600,5000000000,12,User-Request,10.8.0.1
    s2,"al, ""x""",192.0.2.1,ge-0/0,,2026-11-24 08:00:00,2026-11-24 09:00:00,NULL,3600,77,88,,10.8.0.1
    s3,eve,203.0.113.1,,,2026-11-24 08:00:00,,NULL,,,,,10.8.0.9
    s4,ben,192.0.2.1,,,NULL,,2026-11-02 11:00:00,60,1,2,Lost-Carrier,
    s5,tim,192.0.2.1,,,NULL,,NULL,,,,,
    """#
}
