/// Which module may import which: the design's table. Arrows run one way, down the list.
enum Layering {
  /// Our modules, each with those that it may import.
  static let mayImport: [String: Set<String>] = {
    let base: Set<String> = ["Timebase", "NetworkAddress"]
    let core: Set<String> = [
      "RADIUSWire", "RADIUSCrypto", "RADIUSDictionary", "AddressPool", "Accounting", "Authentication",
    ]
    let all = base.union(core).union([
      "AccountingLog", "LogFiles", "Migration", "Datagrams", "LoadGenerator",
      "ServerCore", "Storage", "StorageSQLite", "Configuration", "Server", "Admin", "Console", "Simulation",
    ])
    return [
      "Timebase": [],
      "NetworkAddress": [],
      "Datagrams": ["NetworkAddress", "CDatagrams"],
      "RADIUSWire": base,
      "RADIUSCrypto": base.union(["RADIUSWire", "COpenSSL"]),
      "LoadGenerator": base.union(["Datagrams", "RADIUSCrypto", "RADIUSWire"]),
      "RADIUSDictionary": base.union(["RADIUSWire"]),
      "AddressPool": base,
      "Accounting": base.union(["RADIUSWire"]),
      "AccountingLog": base.union(["Accounting", "RADIUSDictionary", "RADIUSWire"]),
      "Authentication": base.union(["RADIUSWire", "RADIUSCrypto", "RADIUSDictionary", "COpenSSL", "CCrypt"]),
      "ServerCore": base.union(core).union(["Storage"]),
      "Storage": base.union(["AddressPool", "Accounting"]),
      "LogFiles": base.union(["Accounting", "AccountingLog", "RADIUSDictionary", "Storage", "CZlib"]),
      "StorageSQLite": base.union(["Storage", "AddressPool", "Accounting"]),
      "Configuration": base.union(core).union(["ServerCore", "AccountingLog"]),
      "Migration": base.union(["Authentication", "AddressPool", "Accounting", "RADIUSDictionary", "RADIUSWire"]),
      "Simulation": base.union(core).union(["ServerCore", "Storage"]),
      "Server": base.union(core).union([
        "Admin", "Datagrams", "ServerCore", "Storage", "StorageSQLite", "LogFiles", "AccountingLog", "Configuration",
      ]),
      "Admin": base.union(["AddressPool", "Accounting", "AccountingLog", "Storage"]),
      "Console": base.union(core).union(["Storage", "Admin", "CCrypt"]),
      "rollcall": all,
    ]
  }()

  /// What stands outside of the project and each module may use besides.
  static let outside: [String: Set<String>] = [
    "AddressPool": ["HeapModule", "DequeModule"],
    "LoadGenerator": ["DequeModule", "Histogram"],
    "ServerCore": ["HeapModule", "DequeModule"],
    "StorageSQLite": ["GRDB", "GRDBSQLite", "Dispatch"],
    "Configuration": ["Yams"],
    "Server": ["Logging", "NIOCore", "NIOPosix", "UnixSignals", "DequeModule"],
    "Admin": ["Logging", "NIOCore", "NIOPosix", "UnixSignals"],
    "Console": ["NIOCore"],
    "rollcall": ["Logging", "ArgumentParser", "NIOCore", "NIOPosix", "UnixSignals"],
  ]

  /// The C library and what comes with the language, for every module.
  static let everywhere: Set<String> = ["Synchronization", "Glibc"]

  /// The modules that never read a clock, draw a random number or do I/O; Storage has the in-memory reference.
  static let core: Set<String> = [
    "Timebase", "NetworkAddress", "RADIUSWire", "RADIUSCrypto", "RADIUSDictionary", "AddressPool", "Accounting",
    "AccountingLog", "Authentication", "ServerCore", "Storage", "Simulation", "Migration",
  ]

  /// Core modules that read files, in their loaders only, and so use Foundation.
  static let readsFiles: Set<String> = ["RADIUSDictionary", "Authentication"]
}
