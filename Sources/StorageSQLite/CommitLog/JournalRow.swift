import Storage
import Timebase

/// A row of the journal: entries that were committed together, encoded.
struct JournalRow: Equatable {
  /// The number of its first entry.
  var first: Int64
  var count: Int
  /// When its commit's last entry happened, in milliseconds since 1970.
  var time: Int64
  /// What ``JournalCodec`` made of the entries.
  var octets: [UInt8]

  /// The number of its last entry.
  var last: Int64 { first + Int64(count) - 1 }
}

extension [JournalRow] {
  /// The row that holds entry `number`. The rows are in order, without gaps.
  func row(of number: Int64) -> JournalRow? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].last < number { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].first <= number ? self[low] : nil
  }
}
