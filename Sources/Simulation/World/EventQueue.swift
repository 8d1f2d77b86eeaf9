/// What is to happen, earliest first; at the same instant in the order in which it was scheduled. A binary heap.
struct EventQueue {
  struct Entry {
    var time: Int64
    var order: UInt64
    var event: WorldEvent
  }

  private var heap: [Entry] = []
  private var order: UInt64 = 0

  var count: Int { heap.count }

  mutating func schedule(_ event: WorldEvent, at time: Int64) {
    order += 1
    heap.append(Entry(time: time, order: order, event: event))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard isBefore(child, parent) else { break }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func next() -> Entry? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var least = 2 * parent + 1
      guard least < heap.count else { break }
      if least + 1 < heap.count, isBefore(least + 1, least) { least += 1 }
      guard isBefore(least, parent) else { break }
      heap.swapAt(least, parent)
      parent = least
    }
    return first
  }

  private func isBefore(_ left: Int, _ right: Int) -> Bool {
    heap[left].time != heap[right].time ? heap[left].time < heap[right].time : heap[left].order < heap[right].order
  }
}

/// A thing that happens in the simulated world. Numbers are indexes into its tables.
enum WorldEvent {
  /// The next user dials.
  case dial
  /// The same user dials again, at the NAS where it was.
  case redial(session: Int32)
  case datagramToServer(Int32)
  case datagramToNAS(Int32)
  /// The NAS has waited long enough for an answer.
  case retry(request: Int32, generation: UInt32)
  /// An accounting packet that its NAS held back is sent.
  case sendAccounting(event: Int32)
  case interim(session: Int32)
  case hangUp(session: Int32)
  case reboot(nas: Int32)
  case bootDone(nas: Int32)
  case outage(nas: Int32)
  /// The server's steps; stale when `life` is not the running process's.
  case takeBatch(life: Int32)
  case sync(life: Int32)
  case commitResult(life: Int32, succeeded: Bool)
  case timer(life: Int32)
  case restart
  case diskFull
  case clockStep
  case operatorActs
  case audit
}
