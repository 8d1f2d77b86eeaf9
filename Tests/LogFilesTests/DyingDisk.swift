import LogFiles

/// A disk that is taken away at its `n`th change, in the middle of a write where it is one: what `kill -9` leaves.
final class DyingDisk: DiskInterruption {
  private var left: Int

  init(changes: Int) { left = changes }

  var isDead: Bool { left <= 0 }

  func willChange() throws(LogFailure) {
    left -= 1
    if left <= 0 { throw LogFailure("the disk is gone") }
  }

  func lengthBeforeEnd(of length: Int) -> Int { left == 1 ? length / 2 : 0 }
}
