/// What became of the calls.
struct HangUpResult: Sendable {
  var hangUps = 0
  var lostStops = 0
  var lostAccepts = 0
  /// Access-Rejects: the pool was empty for a moment, or the user had too many open offers.
  var rejects = 0
  /// Requests that were sent again because no answer came.
  var retransmissions = 0
  /// Accepts that gave an address which a connected user had: each is a fault.
  var doubleHeld = 0
  /// Repeated requests that were answered with another address: each is a fault.
  var changedAnswers = 0
  /// Accounting packets that were never answered: each is a fault.
  var unanswered = 0

  static func + (left: Self, right: Self) -> Self {
    HangUpResult(
      hangUps: left.hangUps + right.hangUps, lostStops: left.lostStops + right.lostStops,
      lostAccepts: left.lostAccepts + right.lostAccepts, rejects: left.rejects + right.rejects,
      retransmissions: left.retransmissions + right.retransmissions, doubleHeld: left.doubleHeld + right.doubleHeld,
      changedAnswers: left.changedAnswers + right.changedAnswers, unanswered: left.unanswered + right.unanswered)
  }
}
