package import NetworkAddress
package import Timebase

/// What `radippool` holds: the addresses of pools, and who has one now.
package struct LeasesImport: Sendable {
  package private(set) var rows = 0
  package private(set) var live: [LiveAddress] = []
  package private(set) var findings: [Finding] = []
  private var addresses: [String: Set<IPv4Address>] = [:]
  private var pools: [IPv4Address: String] = [:]
  private let times: TableTime
  private let now: Timestamp

  /// An address that a session has.
  package struct LiveAddress: Equatable, Sendable {
    package var address: IPv4Address
    package var pool: String
    package var user: String
    package var nas: String
    package var callingStation: String
    package var deadline: Timestamp
    package var line: Int
  }

  package init(times: TableTime, now: Timestamp) {
    self.times = times
    self.now = now
  }

  package mutating func take(_ row: TableRow) {
    rows += 1
    guard let text = row["framedipaddress"], let address = IPv4Address(text) else {
      return findings.append(Finding(row.file, row.line, "the row has no IPv4 address; there are no others in pools"))
    }
    let pool = Naming.word(row["pool_name"] ?? "main")
    if let other = pools[address], other != pool {
      return findings.append(Finding(row.file, row.line, "\(address) is in pool `\(other)` too; it stays there alone"))
    }
    pools[address] = pool
    addresses[pool, default: []].insert(address)
    guard let deadline = times.time(row["expiry_time"]), deadline > now else { return }
    // A free address has an expiry as well in some schemas, and nobody who has it.
    guard let user = row["username"] else { return }
    guard let nas = row["nasipaddress"] else {
      return findings.append(Finding(row.file, row.line, "\(address) is live and names no NAS; it counts as free"))
    }
    live.append(
      LiveAddress(
        address: address, pool: pool, user: user, nas: nas, callingStation: row["callingstationid"] ?? "",
        deadline: deadline, line: row.line))
  }

  /// The pools that the rows make, in the order of their names.
  package var plannedPools: [PlannedPool] {
    addresses.sorted { $0.key < $1.key }.map { PlannedPool(name: $0.key, ranges: PlannedPool.ranges(of: $0.value)) }
  }
}
