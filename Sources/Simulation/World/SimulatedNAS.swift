import NetworkAddress

/// Something that each of the at most two servers has.
typealias PerServer<Element> = InlineArray<2, Element>

/// A device of the world. It holds no reference, so that a copy costs little.
struct SimulatedNAS {
  let index: Int32
  let kind: NASKind
  let traits: NASTraits
  let endpoint: Endpoint
  let address: UInt32
  var identifier: UInt8 = 0
  var sessionCounter = 0
  var nextPort: Int32 = 1
  var isUp = true
  /// The server that it turns to first, with Access-Requests and with accounting.
  var accessServer: UInt8 = 0
  var accountingServer: UInt8 = 0
  /// How long it passes a server over that did not answer, in milliseconds, and until when it does.
  var deadTime: Int64 = 0
  var deadUntil: PerServer<Int64> = [0, 0]
  /// No datagram passes either way between it and a server until then.
  var cutOffUntil: PerServer<Int64> = [0, 0]
  /// When it last started anew; the Accounting-On of it is not answered yet.
  var rebootedAt: Int64 = -1
  var owesAccountingOn = false
}

/// A call of a user's: from dialling to hanging up. It holds no reference either.
struct SimulatedSession {
  enum Phase { case dialling, up, over }

  var user: Int32
  var nas: Int32
  var phase = Phase.dialling
  /// The one that gave it its address.
  var server: UInt8 = 0
  /// -1: none.
  var port: Int32 = -1
  /// What its NAS makes its Acct-Session-Id from.
  var number: Int
  /// The device that the user calls from.
  var station: Int32 = 0
  /// The address in use, as a number; 0: none.
  var address: UInt32 = 0
  var lease: UInt64 = 0
  var duration: Int64
  var sessionTimeout: Int64 = 0
  var interval: Int64 = 0
  /// When the NAS took the Accept, and when the server last decided on the ask.
  var acceptedAt: Int64 = 0
  var grantedAt: Int64 = 0
  /// Where the server's wall clock was when it decided on the ask, and when the session was heard.
  var acceptedOffset: Int64 = 0
  var heardOffset: Int64 = 0
  /// When its server decided on the last Start or Interim that it has recorded and that names the session; -1: never.
  var heardAt: Int64 = -1
  var interimHeard = false
  /// A Stop that names its lease is recorded.
  var stopRecorded = false
  var octets: UInt32 = 0
  /// Its NAS got one lease for it and for another session.
  var sharesLease = false
  /// Why its address may go to another while it lives.
  var forfeit: Excuse?
}

/// An Access-Request or Accounting-Request that its NAS waits to be answered.
struct PendingRequest {
  var nas: Int32
  /// -1: of no session (Accounting-On).
  var session: Int32
  /// -1: an Access-Request.
  var event: Int32
  var identifier: UInt8
  /// Where it is sent, and how often it was sent there in a row.
  var server: UInt8
  var triesHere = 0
  var tries = 0
  /// Each transmission is written anew, since Acct-Delay-Time has changed.
  var tellsDelay = false
  var bytes: [UInt8]
  var generation: UInt32 = 0
  var isDone = false
  /// When the server decided on it, and where its wall clock was then.
  var decidedAt: Int64 = 0
  var decidedOffset: Int64 = 0
}

/// Something that a NAS reports by accounting, however many packets it takes.
struct ReportedEvent {
  enum Kind: UInt32 { case start = 1, stop = 2, interim = 3, on = 7 }

  var kind: Kind
  var nas: Int32
  var session: Int32
  var at: Int64
  /// Acct-Session-Time.
  var sessionTime: UInt32
  var octets: UInt32
  /// Whether its packet names the lease or the address, so that the server can know whose it is.
  var isIdentifiable = false
  /// When each server decided on it.
  var decidedAt: PerServer<Int64> = [-1, -1]
  /// How often it stands in each journal.
  var records: PerServer<Int32> = [0, 0]
  /// When it was recorded first, and where the wall clock was then.
  var recordedAt: PerServer<Int64> = [0, 0]
  var recordedOffset: PerServer<Int64> = [0, 0]
  /// The server that acknowledged it; nil: none did.
  var acknowledgedBy: UInt8?
}

/// On its way.
struct Datagram {
  var bytes: [UInt8]
  var nas: Int32
  var server: UInt8
  var isAccounting: Bool
  /// A Disconnect-Request, or the answer to one: it belongs to no request of a NAS's.
  var isDisconnect = false
  /// The request that it asks or answers; an index may have been given to another meanwhile.
  var request: Int32
  var generation: UInt32
  /// What it reports; -1: it is no Accounting-Request.
  var event: Int32 = -1
}
