internal import RADIUSWire

/// The requests under way, found by socket and Identifier, and in the order in which they were last sent.
///
/// Plain memory: it is written for every request and every answer.
final class FlightTable {
  static let identifiers = 256

  let count: Int
  private let flights: UnsafeMutablePointer<Flight>
  private let octets: UnsafeMutableRawPointer
  /// Those that are free, longest free first: a ring.
  private let free: UnsafeMutablePointer<Int32>
  private var freeFirst = 0
  private(set) var freeCount: Int
  private var oldest: Int32 = -1
  private var youngest: Int32 = -1

  init(sockets: Int) {
    count = sockets * FlightTable.identifiers
    freeCount = count
    flights = .allocate(capacity: count)
    flights.initialize(repeating: Flight(), count: count)
    octets = .allocate(byteCount: count * RequestWriter.lengthMax, alignment: 16)
    free = .allocate(capacity: count)
    for index in 0..<count { (free + index).initialize(to: Int32(index)) }
  }

  deinit {
    flights.deallocate()
    octets.deallocate()
    free.deallocate()
  }

  var openCount: Int { count - freeCount }
  var hasFree: Bool { freeCount > 0 }

  subscript(index: Int) -> UnsafeMutablePointer<Flight> { flights + index }

  func buffer(_ index: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: octets + index * RequestWriter.lengthMax, count: RequestWriter.lengthMax)
  }

  /// The octets of the request.
  func request(_ index: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: octets + index * RequestWriter.lengthMax, count: Int(flights[index].length))
  }

  /// The flight that has been free longest; there must be one.
  func take() -> Int {
    let index = free[freeFirst]
    freeFirst = freeFirst + 1 == count ? 0 : freeFirst + 1
    freeCount -= 1
    flights[Int(index)].isOpen = true
    return Int(index)
  }

  /// The request is answered or given up.
  func release(_ index: Int) {
    unlink(index)
    flights[index].isOpen = false
    var last = freeFirst + freeCount
    if last >= count { last -= count }
    free[last] = Int32(index)
    freeCount += 1
  }

  /// The request leaves now: it is the youngest of those that wait.
  func sent(_ index: Int, at time: UInt64) {
    let flight = flights + index
    if flight.pointee.tries > 0 { unlink(index) }
    flight.pointee.sent = time
    flight.pointee.tries += 1
    flight.pointee.older = youngest
    flight.pointee.younger = -1
    if youngest >= 0 { flights[Int(youngest)].younger = Int32(index) } else { oldest = Int32(index) }
    youngest = Int32(index)
  }

  /// The one that has waited longest since it was last sent.
  var longestWaiting: Int? { oldest >= 0 ? Int(oldest) : nil }

  private func unlink(_ index: Int) {
    let flight = flights[index]
    if flight.older >= 0 { flights[Int(flight.older)].younger = flight.younger } else { oldest = flight.younger }
    if flight.younger >= 0 { flights[Int(flight.younger)].older = flight.older } else { youngest = flight.older }
  }
}
