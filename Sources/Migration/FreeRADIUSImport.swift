import NetworkAddress
package import RADIUSDictionary

/// What a FreeRADIUS configuration says that Rollcall can do, and what is left over.
package struct FreeRADIUSImport: Sendable {
  package private(set) var clients: [PlannedClient] = []
  package private(set) var pools: [PlannedPool] = []
  /// The users file, with what cannot be carried over as comments.
  package private(set) var usersText = ""
  package private(set) var users = 0
  /// The files that were read, without the folder.
  package private(set) var files: [String] = []
  package private(set) var findings: [Finding] = []

  /// Where the users stand, in FreeRADIUS 3 and before.
  private static let usersFiles = ["mods-config/files/authorize", "users"]
  private static let poolFiles = ["mods-enabled/ippool", "mods-config/ippool", "modules/ippool"]

  /// Reads what lies in a folder such as `/etc/freeradius/3.0`.
  ///
  /// - Parameter load: the text of a file; nil: it cannot be read.
  package init(folder: String, dictionary: AttributeDictionary, load: @escaping (String) -> String?) {
    readClients(folder, load)
    readUsers(folder, dictionary, load)
    for name in FreeRADIUSImport.poolFiles { readPools(folder + "/" + name, name, load) }
  }

  /// Adds the pools of a table; those that overlap with one that is there stay out.
  package mutating func add(_ more: [PlannedPool], from file: String) {
    for pool in more {
      let rivals = pools.filter { other in
        other.name == pool.name
          || other.ranges.contains { range in pool.ranges.contains { $0.overlaps(range) } }
      }
      if let rival = rivals.first {
        findings.append(
          Finding(file, 0, "the pool `\(pool.name)` of the table is the pool `\(rival.name)` of the files already"))
      } else {
        pools.append(pool)
      }
    }
  }

  package mutating func add(_ more: [Finding]) { findings += more }

  private mutating func readClients(_ folder: String, _ load: @escaping (String) -> String?) {
    var reader = RaddbFile(load: load)
    guard let root = reader.read(folder + "/clients.conf") else {
      return findings.append(
        Finding(folder + "/clients.conf", 0, "there is none that can be read; there are no clients"))
    }
    var found = ClientsImport()
    found.read(root)
    clients = found.clients
    findings += reader.findings + found.findings
    files.append("clients.conf")
  }

  private mutating func readUsers(
    _ folder: String, _ dictionary: AttributeDictionary, _ load: @escaping (String) -> String?
  ) {
    for name in FreeRADIUSImport.usersFiles {
      var found = UsersImport(dictionary: dictionary, load: load)
      guard found.read(folder + "/" + name) else { continue }
      usersText = found.text
      users = found.users
      findings += found.findings
      return files.append(name)
    }
    findings.append(Finding(folder + "/mods-config/files/authorize", 0, "there is none that can be read; no users"))
  }

  private mutating func readPools(_ path: String, _ name: String, _ load: @escaping (String) -> String?) {
    var reader = RaddbFile(load: load)
    guard let root = reader.read(path) else { return }
    files.append(name)
    for section in root.sections where section.name == "ippool" {
      let first = section.value("range_start").flatMap { IPv4Address($0.value) }
      let last = section.value("range_stop").flatMap { IPv4Address($0.value) }
      guard let first, let last, let range = AddressRange(first: first, last: last) else {
        findings.append(Finding(section.file, section.line, "the pool `\(section.argument)` has no range"))
        continue
      }
      add([PlannedPool(name: Naming.word(section.argument), ranges: [range])], from: path)
    }
    findings += reader.findings
  }
}
