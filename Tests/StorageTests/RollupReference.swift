import Accounting
import Storage
import Testing
import Timebase

/// The rollups counted anew from the sessions, row by row: slow, and obvious.
struct RollupReference {
  private var figures: [Rollup.Key: Rollup.Counts] = [:]
  private var octets: [String: SIMD2<Int64>] = [:]

  init(_ sessions: [SessionRow]) {
    for row in sessions {
      let length = Int64(row.sessionTime)
      let input = Int64(row.inputOctets)
      let output = Int64(row.outputOctets)
      octets[row.nas, default: SIMD2(0, 0)] &+= SIMD2(input, output)
      add(.usage, row, row.start, [1, 0, 900 - row.start.seconds % 900, 0])
      add(.online, row, row.start, minute(of: row.start, 1))
      add(.userday, row, row.start, [1, length, input, output], row.user)
      add(.userslot, row, row.start, [1], row.user)
      guard let stop = row.stop else { continue }
      add(.usage, row, stop, [0, 1, 0, 900 - stop.seconds % 900])
      add(.online, row, stop, minute(of: stop, -1))
      add(.ending, row, stop, [1, row.isClosedByServer ? 1 : 0, length, input, output], row.terminateCause)
    }
  }

  private func minute(of time: Timestamp, _ count: Int64) -> [Int64] {
    (0..<15).map { time.seconds % 900 / 60 == $0 ? count : 0 }
  }

  private mutating func add(
    _ table: Rollup.Table, _ row: SessionRow, _ time: Timestamp, _ counts: [Int64], _ name: String = ""
  ) {
    var sum = Rollup.Counts.zero
    for (index, count) in counts.enumerated() { sum[index] = count }
    let key = Rollup.Key(table: table, time: time.seconds / table.unit, nas: row.nas, pool: row.pool, name: name)
    figures[key, default: .zero] &+= sum
  }

  /// Compares every figure of the store's.
  func expect(of store: any Store, _ comment: Comment) throws {
    for table in Rollup.Table.allCases {
      var query = RollupQuery(table)
      (query.keepsTime, query.keepsNAS, query.keepsPool, query.keepsName) = (true, true, true, true)
      var found: [Rollup.Key: Rollup.Counts] = [:]
      var sums: [String: SIMD2<Int64>] = [:]
      for rollup in try store.rollups(query) {
        var counts = rollup.counts
        if table == .usage {
          // Octets are counted when they were reported, which the rows do not tell: here only their sums.
          sums[rollup.key.nas, default: SIMD2(0, 0)] &+= SIMD2(counts[4], counts[5])
          (counts[4], counts[5]) = (0, 0)
        }
        if counts != .zero { found[rollup.key] = counts }
      }
      #expect(found == figures.filter { $0.key.table == table && $0.value != .zero }, comment)
      if table == .usage {
        let none = SIMD2<Int64>(0, 0)
        #expect(sums.filter { $0.value != none } == octets.filter { $0.value != none }, comment)
      }
    }
  }
}
