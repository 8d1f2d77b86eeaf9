/// What is to happen, earliest first; at the same instant in the order in which it was scheduled.
///
/// Most of it is near: what happens within ``span`` lies in a wheel with a list for each millisecond. The rest waits in a
/// heap, and moves into the wheel as time goes on, before anything new can be scheduled for its instant.
struct EventQueue {
  private struct Node {
    var event: WorldEvent
    var next: Int32
  }

  /// The events of one millisecond; -1: none.
  private struct List {
    var head: Int32 = -1
    var tail: Int32 = -1
  }

  private struct FarEvent {
    var time: Int64
    var order: UInt64
    var event: WorldEvent

    func isBefore(_ other: FarEvent) -> Bool { time != other.time ? time < other.time : order < other.order }
  }

  /// Milliseconds of the wheel; a power of two, and more than any retransmission waits.
  private static let span: Int64 = 8192

  private var lists = [List](repeating: List(), count: Int(EventQueue.span))
  /// A bit for each list that is not empty.
  private var occupied = [UInt64](repeating: 0, count: Int(EventQueue.span / 64))
  private var nodes: [Node] = []
  private var firstFree: Int32 = -1
  private var near = 0
  private var far: [FarEvent] = []
  private var order: UInt64 = 0
  /// The time of what was taken last: nothing lies before it.
  private var time: Int64 = 0

  mutating func schedule(_ event: WorldEvent, at time: Int64) {
    precondition(time >= self.time, "the past is over")
    if time - self.time < EventQueue.span { append(event, at: time) } else { push(event, at: time) }
  }

  /// When the next one happens; nil: never.
  mutating func next() -> (time: Int64, event: WorldEvent)? {
    if near == 0 {
      guard let first = far.first else { return nil }
      advance(to: first.time)
    }
    let place = firstOccupied(from: Int(time & (EventQueue.span - 1)))
    advance(to: time + (Int64(place) - time) & (EventQueue.span - 1))
    let number = lists[place].head
    let node = nodes[Int(number)]
    nodes[Int(number)].next = firstFree
    firstFree = number
    lists[place].head = node.next
    if node.next < 0 { occupied[place >> 6] &= ~(1 << UInt64(place & 63)) }
    near -= 1
    return (time, node.event)
  }

  // MARK: - The wheel

  private mutating func append(_ event: WorldEvent, at time: Int64) {
    let number: Int32
    if firstFree >= 0 {
      number = firstFree
      firstFree = nodes[Int(number)].next
      nodes[Int(number)] = Node(event: event, next: -1)
    } else {
      number = Int32(nodes.count)
      nodes.append(Node(event: event, next: -1))
    }
    let place = Int(time & (EventQueue.span - 1))
    if lists[place].head < 0 {
      lists[place].head = number
      occupied[place >> 6] |= 1 << UInt64(place & 63)
    } else {
      nodes[Int(lists[place].tail)].next = number
    }
    lists[place].tail = number
    near += 1
  }

  /// There is one.
  private func firstOccupied(from place: Int) -> Int {
    var word = place >> 6
    var bits = occupied[word] & (~0 << UInt64(place & 63))
    while bits == 0 {
      word = (word + 1) & (occupied.count - 1)
      bits = occupied[word]
    }
    return word << 6 + bits.trailingZeroBitCount
  }

  /// What is near now moves into the wheel.
  private mutating func advance(to time: Int64) {
    self.time = time
    while let first = far.first, first.time - time < EventQueue.span {
      pop()
      append(first.event, at: first.time)
    }
  }

  // MARK: - The heap

  private mutating func push(_ event: WorldEvent, at time: Int64) {
    order += 1
    far.append(FarEvent(time: time, order: order, event: event))
    var child = far.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard far[child].isBefore(far[parent]) else { break }
      far.swapAt(child, parent)
      child = parent
    }
  }

  private mutating func pop() {
    let last = far.removeLast()
    guard !far.isEmpty else { return }
    far[0] = last
    var parent = 0
    while true {
      var least = 2 * parent + 1
      guard least < far.count else { break }
      if least + 1 < far.count, far[least + 1].isBefore(far[least]) { least += 1 }
      guard far[least].isBefore(far[parent]) else { break }
      far.swapAt(least, parent)
      parent = least
    }
  }
}
