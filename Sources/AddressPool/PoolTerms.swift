/// The numbers of a pool that rule its leases: what a step needs of a ``PoolDefinition``, without its names and ranges.
/// Spans are in milliseconds.
struct PoolTerms: Sendable {
  var offerTimeout: Int64
  var sessionTimeout: Int64
  var interimInterval: Int64
  var missedInterims: Int
  var cooldown: Int64
  var quarantine: Int64
  var sessionGrace: Int64
  var openOffersPerUser: Int

  init(_ definition: PoolDefinition) {
    offerTimeout = definition.offerTimeout
    sessionTimeout = definition.sessionTimeout
    interimInterval = definition.interimInterval
    missedInterims = definition.missedInterims
    cooldown = definition.cooldown
    quarantine = definition.quarantine
    sessionGrace = definition.sessionGrace
    openOffersPerUser = definition.openOffersPerUser
  }
}
