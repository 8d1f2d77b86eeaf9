package import AddressPool
package import Authentication
package import NetworkAddress
package import Storage

/// What a socket is for.
package enum PortRole: Sendable {
  case authentication
  case accounting
}

/// A socket of the server: answers leave by the one that the request came in by.
package struct SocketID: Hashable, Sendable {
  package var role: PortRole
  /// Its place among all sockets; chosen by the shell.
  package var index: Int

  package init(role: PortRole, index: Int) {
    self.role = role
    self.index = index
  }
}

/// Names a request while its password is checked elsewhere.
package struct VerificationID: Hashable, Sendable {
  package let rawValue: UInt64
}

/// Names an operator's command until it is on disk.
package struct CommandID: Hashable, Sendable {
  package let rawValue: UInt64
}

/// What a datagram led to.
package enum Reception: Sendable {
  /// No answer, ever. Counted under the reason.
  case dropped(DropReason)
  /// Send this to where it came from, now: it promises nothing that is not on disk.
  case send([UInt8])
  /// The answer comes out of a later ``Engine/commitSucceeded(now:)``.
  case pending
  /// Run the work anywhere, then call ``Engine/resume(_:_:now:random:)``.
  case verify(PasswordWork, VerificationID)
}

/// An answer that may leave.
package struct OutgoingReply: Sendable {
  package var bytes: [UInt8]
  package var destination: Endpoint
  package var socket: SocketID
}

/// What one transaction is to write.
package struct CommitBatch: Sendable {
  package var entries: [JournalEntry]
  /// Requests, commands and sweeps that wait for it.
  package var waiting: Int
}

/// What a successful commit sets free.
package struct CommitResult: Sendable {
  package var replies: [OutgoingReply] = []
  package var commands: [CommandID] = []
}

/// What the operator configured, as the engine uses it. A reload makes a new one.
package struct EnginePolicy: Sendable {
  package var clients: ClientTable
  package var pools: [PoolDefinition]
  package var users: UserStore
  /// How long an Access-Reject is held back, in milliseconds.
  package var rejectDelay: Int64
  /// Whether a failed or successful password is kept with the decision, for finding faults.
  package var recordsPasswords: Bool
  /// Whether accepts and rejects go to the journal. Without, an answer that promises nothing waits for no disk. What
  /// happens to leases is written always.
  package var recordsDecisions: Bool

  package init(
    clients: ClientTable, pools: [PoolDefinition], users: UserStore, rejectDelay: Int64, recordsPasswords: Bool = false,
    recordsDecisions: Bool = true
  ) {
    self.clients = clients
    self.pools = pools
    self.users = users
    self.rejectDelay = rejectDelay
    self.recordsPasswords = recordsPasswords
    self.recordsDecisions = recordsDecisions
  }
}
