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
  /// A server's steps; stale when `life` is not the running process's.
  case takeBatch(life: Int32, server: UInt8)
  case sync(life: Int32, server: UInt8)
  case commitResult(life: Int32, server: UInt8, succeeded: Bool)
  case timer(life: Int32, server: UInt8)
  case restart(server: UInt8)
  case diskFull(server: UInt8)
  case clockStep(server: UInt8)
  case operatorActs
}
