/// Deliberate faults, to show that the simulator finds each (docs/simulation.md, "Does it find anything?").
///
/// Only a build with the condition `MUTATIONS` can make them: in every other ``isActive`` is `false` at compile time, and
/// nothing is left of the branches that ask it.
package enum Mutation: String, CaseIterable, Sendable {
  case offerNeverExpires
  case stopFreesByAddress
  case tokenIgnored
  case silenceOneIntervalShort
  case restartForgetsQuarantine
  case restartTrustsWallClock
  case restartReusesLeaseNumbers
  case rebootFreesAll
  case portsAlwaysUnique
  case lateStartRevives
  case returnedAddressNotQueued
  case rollBackInOrder
  case doubtIsCertainty
  case adoptionTakesOver
  case replyBeforeCommit
  case failedEventRemembered
  case batchLosesLast
  case failedCommitKept
  case restartRecallsNothing
  case oneSignIsAReboot
  case oneSessionTooMany
  case oneSessionTooFew
  case acknowledgementFrees
  case everyRefusalIsProof

  #if MUTATIONS
    /// The fault that this task's worlds have; nil: none.
    @TaskLocal package static var active: Mutation?
  #endif
}

extension Mutation {
  /// Whether the fault is to be made. Other modules have their own copy, so that it is inlined there too.
  @inline(__always)
  var isActive: Bool {
    #if MUTATIONS
      Mutation.active == self
    #else
      false
    #endif
  }
}
