/// Ends what the logs do to a disk at any point, for tests.
package protocol DiskInterruption: AnyObject {
  /// Throws when the next change is not to happen any more.
  func willChange() throws(LogFailure)
  /// How many octets of a write reach the disk before it ends; 0 where it does not end there.
  func lengthBeforeEnd(of length: Int) -> Int
}
