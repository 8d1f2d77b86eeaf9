import Glibc

/// Memory of many megabytes in pages of two instead of four thousandths of them, where the system gives them: what is found by
/// a hash lies anywhere, and each place in a page of its own costs a walk through the page tables.
enum HugePages {
  /// Octets below which it is not worth it.
  private static let lengthMin = 4 << 20
  private static let pageLength: UInt = 4_096

  /// An empty array with room for `count`, none of which has been touched.
  static func array<Element>(room count: Int) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { memory, initialized in
      ask(for: UnsafeMutableRawBufferPointer(memory))
      initialized = 0
    }
  }

  /// As many zeros.
  static func zeros(_ count: Int) -> [UInt64] {
    [UInt64](unsafeUninitializedCapacity: count) { memory, initialized in
      ask(for: UnsafeMutableRawBufferPointer(memory))
      memory.initialize(repeating: 0)
      initialized = memory.count
    }
  }

  /// Before it is touched. It is a wish: what comes of it does not matter.
  private static func ask(for memory: UnsafeMutableRawBufferPointer) {
    guard memory.count >= lengthMin, let start = memory.baseAddress else { return }
    let first = (UInt(bitPattern: start) + pageLength - 1) & ~(pageLength - 1)
    let end = (UInt(bitPattern: start) + UInt(memory.count)) & ~(pageLength - 1)
    guard first < end else { return }
    _ = madvise(UnsafeMutableRawPointer(bitPattern: first), Int(end - first), MADV_HUGEPAGE)
  }
}
