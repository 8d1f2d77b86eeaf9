package import Timebase

/// The users whose sessions began in a quarter of an hour, of one NAS and pool.
package struct UserSlot: Equatable, Sendable {
  /// When the quarter begins.
  package var time: Timestamp
  package var nas: String
  package var pool: String
  /// A number to a user, the same in all slots that one call tells of, and meaning nothing beyond it. They are small: about as
  /// many as there are names.
  package var users: [Int]

  package init(time: Timestamp, nas: String, pool: String, users: [Int]) {
    self.time = time
    self.nas = nas
    self.pool = pool
    self.users = users
  }
}
