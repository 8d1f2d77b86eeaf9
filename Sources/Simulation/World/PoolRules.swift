import AddressPool

/// What a pool's configuration says of how long an address may be held, in milliseconds: numbers alone.
struct PoolRules {
  var offerTimeout: Int64
  var quarantine: Int64
  var cooldown: Int64
  var interimInterval: Int64
  var missedInterims: Int64
  var sessionGrace: Int64
  var sessionTimeout: Int64
  /// How long a lease in doubt waits for its NAS's word, where NASes are asked.
  var askSpan: Int64 = 0

  init(_ pool: PoolDefinition) {
    offerTimeout = pool.offerTimeout
    quarantine = pool.quarantine
    cooldown = pool.cooldown
    interimInterval = pool.interimInterval
    missedInterims = Int64(pool.missedInterims)
    sessionGrace = pool.sessionGrace
    sessionTimeout = pool.sessionTimeout
  }

  /// The theorem's bound: how long after the last packet about it, the last restart and the last use of it an address
  /// may still not be free.
  ///
  /// A holding ends by its Session-Timeout or by silence; where its session outlives the timeout and is heard, it gets
  /// one more silence; a restart grants one more interval; a mass brake one more quarantine, asking its NAS the time that
  /// is waited for an answer; then comes quarantine.
  var bound: Int64 {
    let silence = missedInterims * interimInterval + sessionGrace
    let held = max(offerTimeout, sessionTimeout + sessionGrace, silence)
    let restart = max(interimInterval, sessionGrace)
    return max(held, restart) + quarantine + askSpan + max(quarantine, cooldown) + PoolRules.sweepSlack
  }

  /// The sweep is called within this of what is due, a busy disk included.
  private static let sweepSlack: Int64 = 1000

  /// The longest that holds where a reload may have put the address outside of every pool, which has rules of its own.
  var orOutside: PoolRules {
    var rules = self
    rules.offerTimeout = max(offerTimeout, 60_000)
    rules.quarantine = max(quarantine, 60_000)
    rules.sessionGrace = max(sessionGrace, 10_000)
    rules.missedInterims = max(missedInterims, 3)
    return rules
  }

  /// The shortest that holds there.
  var andOutside: PoolRules {
    var rules = self
    rules.quarantine = min(quarantine, 60_000)
    rules.sessionGrace = min(sessionGrace, 10_000)
    return rules
  }
}
