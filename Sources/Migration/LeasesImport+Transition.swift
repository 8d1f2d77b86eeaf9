package import AddressPool
import NetworkAddress
package import Timebase

extension LeasesImport.LiveAddress {
  /// The lease as Rollcall takes it up.
  ///
  /// - Parameters:
  ///   - session: the open session of that user on that address; nil: accounting does not tell of one.
  ///   - client: the client that the NAS is.
  package func transition(
    id: LeaseID, client: String, session: OpenSession?, now: Timestamp
  ) -> LeaseTransition {
    var lease = Lease(address: address, pool: pool, at: now)
    lease.id = id
    lease.state = .active
    lease.cause = .adopted
    // As NASText has it for one that sends NAS-IP-Address and no NAS-Identifier.
    lease.holder = LeaseHolder(
      user: user, client: client, nas: "\(nas)/\(nas)", session: session?.session ?? "",
      nasPortID: session?.port ?? "", callingStation: callingStation)
    lease.start = min(session?.start ?? now, now)
    lease.lastSeen = now
    lease.inputOctets = session?.inputOctets ?? 0
    lease.outputOctets = session?.outputOctets ?? 0
    lease.deadline = deadline
    lease.sessionTimeout = UInt32(clamping: (lease.start.milliseconds(to: deadline) + 999) / 1000)
    return LeaseTransition(
      time: now, from: .free, cause: .adopted, note: "the import of FreeRADIUS's radippool", lease: lease)
  }
}
