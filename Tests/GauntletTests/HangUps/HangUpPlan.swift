/// How the users of a dial-up world behave.
struct HangUpPlan: Sendable {
  /// Users that call at once, each on a thread of its own.
  var callers = 24
  /// How many calls end.
  var hangUps: Int
  /// One Stop in so many is lost; 0: none.
  var lostStops = 15
  /// One Accept in so many is lost, and the user dials again; 0: none.
  var lostAccepts = 15
  /// One session in so many sends an Interim, so that its silence tells; the others end by their Session-Timeout.
  var interims = 2
  /// One Access-Request in so many is sent again after its answer, which must be the same; 0: none.
  var repeats = 8
  var seed: UInt64 = 1

  /// `caller0` and so on: the users that the server must know, each with the name and `pw` as password.
  var users: [String] { (0..<callers).map { "caller\($0)" } }
}
