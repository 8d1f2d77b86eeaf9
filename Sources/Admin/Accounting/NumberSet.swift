/// A set of small numbers, a bit to each.
struct NumberSet {
  private var words: [UInt64] = []

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  mutating func insert(_ numbers: [Int]) {
    guard let highest = numbers.max() else { return }
    if highest >> 6 >= words.count {
      words.append(contentsOf: repeatElement(0, count: highest >> 6 + 1 - words.count))
    }
    for number in numbers { words[number >> 6] |= 1 << UInt64(number & 63) }
  }
}
