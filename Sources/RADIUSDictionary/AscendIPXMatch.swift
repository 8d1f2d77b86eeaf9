/// What an IPX filter matches. After the head, for the source and then for the destination: network (4 octets), node (6)
/// and socket (2); at the end how each socket is compared. All numbers are written in hexadecimal.
struct AscendIPXMatch: Equatable {
  struct Side: Equatable {
    var network: UInt32 = 0
    /// In the low 48 bits.
    var node: UInt64 = 0
    var socket: AscendComparand?
  }

  private(set) var source = Side()
  private(set) var destination = Side()

  /// The words after the action.
  init(_ words: inout AscendFilterWords) throws(AscendFilter.Fault) {
    var seen: Set<String> = []
    while let word = words.take() {
      guard ["srcipxnet", "dstipxnet"].contains(word) else {
        throw AscendFilter.Fault(remedy: "after the action come srcipxnet and dstipxnet")
      }
      guard seen.insert(word).inserted else { throw AscendFilter.Fault(remedy: "write \(word) once") }
      let side = try AscendIPXMatch.side(word.prefix(3), &words)
      if word == "srcipxnet" { source = side } else { destination = side }
    }
  }

  /// What stands after `srcipxnet` or `dstipxnet`.
  private static func side(
    _ name: some StringProtocol, _ words: inout AscendFilterWords
  ) throws(AscendFilter.Fault) -> Side {
    var side = Side()
    let remedy = "write \(name)ipxnet 0x01020304 \(name)ipxnode 0x0000a0b0c0d0, and perhaps \(name)ipxsock = 0x0451"
    guard let network = hexadecimal(words.take(), digits: 1...8), words.take("\(name)ipxnode"),
      let node = hexadecimal(words.take(), digits: 12...12)
    else { throw AscendFilter.Fault(remedy: remedy) }
    side.network = UInt32(truncatingIfNeeded: network)
    side.node = node
    if words.take("\(name)ipxsock") {
      guard let comparison = AscendComparison(word: words.take()) else {
        throw AscendFilter.Fault(remedy: AscendComparison.remedy)
      }
      guard let socket = hexadecimal(words.take(), digits: 1...4) else { throw AscendFilter.Fault(remedy: remedy) }
      side.socket = AscendComparand(comparison, UInt16(truncatingIfNeeded: socket))
    }
    return side
  }

  /// A number in hexadecimal digits, with or without `0x`.
  private static func hexadecimal(_ word: String?, digits: ClosedRange<Int>) -> UInt64? {
    guard let word else { return nil }
    let number = Hexadecimal.isMarked(word) ? word.dropFirst(2) : word[...]
    guard digits.contains(number.utf8.count), number.utf8.allSatisfy(isAlphanumeric) else { return nil }
    return UInt64(number, radix: 16)
  }

  init(_ octets: ArraySlice<UInt8>) {
    let body = Array(octets)
    func number(_ range: Range<Int>) -> UInt64 { body[range].reduce(0) { $0 << 8 | UInt64($1) } }
    func side(at offset: Int, comparison: UInt8) -> Side {
      Side(
        network: UInt32(truncatingIfNeeded: number(offset..<(offset + 4))), node: number((offset + 4)..<(offset + 10)),
        socket: AscendComparand(comparison, UInt16(truncatingIfNeeded: number((offset + 10)..<(offset + 12)))))
    }
    source = side(at: 0, comparison: body[24])
    destination = side(at: 12, comparison: body[25])
  }

  var octets: [UInt8] {
    var octets: [UInt8] = []
    for side in [source, destination] {
      octets += bigEndian(UInt64(side.network), count: 4)
      octets += bigEndian(side.node, count: 6)
      octets += bigEndian(UInt64(side.socket?.number ?? 0), count: 2)
    }
    return octets + [source, destination].map { $0.socket?.comparison.rawValue ?? 0 }
  }

  var words: [String] {
    var words: [String] = []
    for (name, side) in [("src", source), ("dst", destination)] where side != Side() {
      words += ["\(name)ipxnet", AscendIPXMatch.text(UInt64(side.network), digits: 4)]
      words += ["\(name)ipxnode", AscendIPXMatch.text(side.node, digits: 12)]
      if let socket = side.socket {
        words += ["\(name)ipxsock", socket.comparison.word, AscendIPXMatch.text(UInt64(socket.number), digits: 4)]
      }
    }
    return words
  }

  /// `0x` and at least so many digits.
  private static func text(_ number: UInt64, digits: Int) -> String {
    let text = String(number, radix: 16)
    return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
