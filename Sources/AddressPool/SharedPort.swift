package import Timebase

/// Two live sessions of a NAS had the same NAS-Port: its ports are not unique from then on (invariant I7). Written to
/// the journal when it is first seen, so that a restart does not forget it.
package struct SharedPort: Equatable, Sendable {
  package var time: Timestamp
  package var nas: String
  package var port: UInt32

  package init(time: Timestamp, nas: String, port: UInt32) {
    self.time = time
    self.nas = nas
    self.port = port
  }
}
