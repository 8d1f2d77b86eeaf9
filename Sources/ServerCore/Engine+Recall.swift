import Accounting
import AddressPool
import RADIUSWire
package import Storage
package import Timebase

extension Engine {
  /// Takes up the end of the journal after a restart, so that what was recorded and not answered before it is known
  /// again when its NAS repeats it, and is not recorded twice.
  ///
  /// - Parameter entries: the newest entries, oldest first; ``EngineLimits/entriesRecalled`` of them are plenty.
  package func recall(_ entries: some Sequence<JournalEntry>, now: Now) {
    if Mutation.restartRecallsNothing.isActive { return }
    for case .accounting(let record) in entries {
      guard let packet = try? Packet(decoding: record.packet) else { continue }
      let arrived = now.moment.advanced(byMilliseconds: now.wall.milliseconds(to: record.arrival))
      _ = eventMemory.insert(
        EventMemory.fingerprint(packet, nas: record.nas), at: EventMemory.time(of: packet, arrived: arrived),
        packet.authenticator)
    }
  }
}
