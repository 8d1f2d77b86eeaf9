/// A rule of the design by which a live session's address may go to another. Nothing else may.
package enum Excuse: String, CaseIterable, Sendable {
  /// It lives on past its Session-Timeout.
  case pastSessionTimeout
  /// No packet that names it was recorded within `offer-timeout` and `quarantine`.
  case neverHeard
  /// It sent Interims, and none was recorded for the whole silence and the quarantine.
  case silent
  /// The wall clock stepped forward while the server was down, so that what was left of its deadline was lost.
  case clockStep
  /// An operator released its address.
  case released
  /// A newer session of its user took the static address over.
  case staticAddress
  /// Its NAS sends nothing that tells its ask from another of the same user's: both were one ask.
  case sameAsk
  /// It lost its address by one of the others before.
  case conflict
}
