import AddressPool
import NetworkAddress
import Storage

/// The bodies of some rows of the lease table, one behind the other.
struct LeaseBodies: Sendable {
  /// Octets that are handed over at once: few enough to stay in the processor's cache.
  static let octetsMax = 1 << 18

  private var octets: [UInt8] = []
  private var ends: [Int] = []

  var count: Int { ends.count }

  /// Takes rows while there are any and there is room; `column` holds the body.
  /// - Returns: whether there may be more.
  mutating func fill(from statement: SQLiteStatement, column: Int32) throws(StoreError) -> Bool {
    octets.reserveCapacity(LeaseBodies.octetsMax + 4_096)
    while octets.count < LeaseBodies.octetsMax {
      guard try statement.step() else { return false }
      octets.append(contentsOf: statement.memory(column))
      ends.append(octets.count)
    }
    return true
  }

  mutating func removeAll() {
    octets.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  func decode(into leases: inout LeaseList, _ recent: inout RecentTexts) throws(JournalDecodingError) {
    var failure: JournalDecodingError?
    octets.withUnsafeBytes { memory in
      var start = 0
      for end in ends {
        do throws(JournalDecodingError) {
          leases.append(try LeaseCodec.decode(UnsafeRawBufferPointer(rebasing: memory[start..<end]), recent: &recent))
        } catch {
          failure = error
          return
        }
        start = end
      }
    }
    if let failure { throw failure }
  }
}
