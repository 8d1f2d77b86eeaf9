internal import Storage

extension NASLeaks {
  /// Below this many, a share says nothing.
  private static let countMin: Int64 = 5
  /// Shares from which on something is wrong with a NAS.
  private static let lostShareMin = 0.05
  private static let neverStartedShareMin = 0.2
  private static let tokenShareMin = 0.5

  init(_ tally: LeaseTally) {
    self.init(nas: tally.key.nas)
    begun = tally[.begun]
    stopped = tally[.stopped]
    withoutStop = tally.withoutStop
    silence = tally[.endedSilence]
    sessionTimeout = tally[.endedSessionTimeout]
    nasReboot = tally[.endedNASReboot]
    rebootInferred = tally[.endedRebootInferred]
    portReused = tally[.endedPortReused]
    handedOn = tally[.endedHandedOn]
    disconnected = tally[.endedDisconnected]
    `operator` = tally[.endedOperator]
    lateStops = tally[.lateStops]
    revived = tally[.revived]
    neverStarted = tally[.neverStarted]
    conflicts = tally[.conflicts]
    stale = tally[.stale]
    tokenMismatches = tally[.tokenMismatches]
    doubts = tally[.doubts]
    doubtSeconds = Double(tally[.doubtMilliseconds]) / 1000
    doubtLongestSeconds = Double(tally.doubtMax) / 1000
    if tally[.doubtsOver] > 0 { doubtMeanSeconds = doubtSeconds / Double(tally[.doubtsOver]) }
    if tally.ended > 0 { lostPercent = NASLeaks.percent(tally.lost, of: tally.ended) }
    let matched =
      tally[.matchedToken] + tally[.matchedSession] + tally[.matchedUserAndAddress] + tally[.matchedSoleOffer]
    if matched > 0 {
      tokenPercent = NASLeaks.percent(tally[.matchedToken], of: matched)
      sessionPercent = NASLeaks.percent(tally[.matchedSession], of: matched)
      userAndAddressPercent = NASLeaks.percent(tally[.matchedUserAndAddress], of: matched)
      soleOfferPercent = NASLeaks.percent(tally[.matchedSoleOffer], of: matched)
    }
    fault = NASLeaks.fault(tally, matched: matched)
  }

  /// To a tenth, so that JSON reads well.
  private static func percent(_ part: Int64, of whole: Int64) -> Double {
    (1000 * Double(part) / Double(whole)).rounded() / 10
  }

  private static func isMuch(_ part: Int64, of whole: Int64, from share: Double) -> Bool {
    part >= countMin && Double(part) >= share * Double(whole)
  }

  private static func fault(_ tally: LeaseTally, matched: Int64) -> String? {
    var clauses: [String] = []
    let lost = tally.lost
    if isMuch(lost, of: tally.ended, from: lostShareMin) {
      clauses.append(
        "does not tell when sessions end: \(lost) of \(tally.ended) ended without a Stop (\(mainCause(tally)))")
    }
    let never = tally[.neverStarted]
    if isMuch(never, of: never + tally[.begun], from: neverStartedShareMin) {
      clauses.append("does not use what it asks for: \(never) of \(never + tally[.begun]) Accepts became no session")
    }
    if tally[.conflicts] > 0 {
      clauses.append("uses addresses after their sessions were given up (\(tally[.conflicts]) packets)")
    }
    if isMuch(tally[.tokenMismatches], of: matched, from: 0) {
      clauses.append("sends the Class of one session with another (\(tally[.tokenMismatches]) packets)")
    }
    if matched >= 2 * countMin, Double(tally[.matchedToken]) < tokenShareMin * Double(matched) {
      let known = tally[.matchedToken]
      let share = known == 0 ? "none of \(matched) packets was" : "only \(known) of \(matched) packets were"
      clauses.append("drops Class: \(share) known by \(known == 0 ? "its" : "their") token")
    }
    return clauses.isEmpty ? nil : clauses.joined(separator: "; it ")
  }

  private static func mainCause(_ tally: LeaseTally) -> String {
    let causes: [(LeaseTallyCounter, String)] = [
      (.endedSilence, "most by silence"), (.endedRebootInferred, "most in reboots that it did not tell"),
      (.endedSessionTimeout, "most by their Session-Timeout"),
      (.endedPortReused, "most as another began on their port"),
      (.endedHandedOn, "most as the next began on their port"),
    ]
    return causes.max { tally[$0.0] < tally[$1.0] }?.1 ?? ""
  }
}
