/// The users whose sessions began in a quarter of an hour, as the numbers of their names: rising, and each as often as it
/// began a session. In the table each is its distance from the one before, seven bits to an octet, the lowest first.
struct UserList: Equatable {
  private(set) var numbers: [Int64] = []

  init() {}

  init(decoding memory: UnsafeRawBufferPointer) {
    numbers.reserveCapacity(memory.count)
    var last: Int64 = 0
    var (distance, shift): (Int64, Int64) = (0, 0)
    for octet in memory {
      distance |= Int64(octet & 0x7f) << shift
      shift += 7
      guard octet & 0x80 == 0 else { continue }
      last &+= distance
      numbers.append(last)
      (distance, shift) = (0, 0)
    }
  }

  var octets: [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(numbers.count + 8)
    var last: Int64 = 0
    for number in numbers {
      var rest = UInt64(bitPattern: number &- last)
      while rest >= 0x80 {
        octets.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      octets.append(UInt8(truncatingIfNeeded: rest))
      last = number
    }
    return octets
  }

  /// Adds or takes away a number so many times.
  mutating func add(_ changes: [(number: Int64, count: Int64)]) {
    var merged: [Int64] = []
    merged.reserveCapacity(numbers.count + changes.count)
    var index = 0
    for (number, count) in changes.sorted(by: { $0.number < $1.number }) {
      while index < numbers.count, numbers[index] < number {
        merged.append(numbers[index])
        index += 1
      }
      if count >= 0 {
        for _ in 0..<count { merged.append(number) }
        continue
      }
      var left = -count
      while left > 0, index < numbers.count, numbers[index] == number {
        index += 1
        left -= 1
      }
    }
    merged.append(contentsOf: numbers[index...])
    numbers = merged
  }
}
