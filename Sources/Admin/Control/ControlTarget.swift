package import AddressPool
package import NetworkAddress

/// What a running server lets the control socket do. Reading comes by way of ``LedgerSource``.
package protocol ControlTarget: LedgerSource {
  /// Ends the holding of an address, whoever has it, and returns what the ledger now says of it, once it is on disk.
  /// `.notFound`: the address lies in no pool; `.refused`: nobody holds it.
  func release(_ address: IPv4Address, reason: String, by operator: Operator) async throws(ControlError)
    -> LeaseTransition
  /// Takes an address out of its pool: at once when it is free, else as soon as its holder is gone. `.refused`: it is
  /// reserved already.
  func reserve(_ address: IPv4Address, reason: String, by operator: Operator) async throws(ControlError)
    -> LeaseTransition
  /// Gives a reserved address back. `.refused`: it is not reserved, or it is a user's static address.
  func unreserve(_ address: IPv4Address, reason: String, by operator: Operator) async throws(ControlError)
    -> LeaseTransition
  /// Tells the NASes of the live sessions that match to end them (RFC 5176), and returns what came of each, once all
  /// are answered or given up, and on disk. `.notFound`: no session matches; `.refused`: none of their clients can be
  /// told. By default it is refused.
  func disconnect(_ choice: SessionChoice, reason: String, by operator: Operator) async throws(ControlError)
    -> [DisconnectReport]
  /// What would have to be done so that an audit finds nothing. It changes nothing.
  func repairPlan() async throws(ControlError) -> RepairPlan
  /// Does one action of a report. `.refused` where what it is about has changed since.
  func repair(_ action: RepairAction, report: String, by operator: Operator) async throws(ControlError)
    -> RepairOutcome
  /// Makes a new key that signs lease tokens from now on; the older ones still verify.
  func rotateTokenKey(by operator: Operator) async throws(ControlError) -> TokenRotation
  /// Counts everything again. The default recounts through ``LedgerSource``.
  func audit() async throws(ControlError) -> AuditReport
  /// Records a part of a replay, but for what is recorded already, and returns once it is on disk.
  func replay(_ batch: ReplayBatch, by operator: Operator) async throws(ControlError) -> ReplayOutcome
  func status() async throws(ControlError) -> ServerStatus
  /// Reads configuration, dictionary and users again, as SIGHUP does. The old ones stay when the new ones are wrong:
  /// then it throws `.unavailable` with what is wrong.
  func reload(by operator: Operator) async throws(ControlError) -> ReloadReport
}
