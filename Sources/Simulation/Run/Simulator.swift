import NetworkAddress

/// Runs worlds, and makes failures small.
package enum Simulator {
  /// One world, from its first dial to the last address that is free again.
  package static func run(_ options: SimulationOptions) -> (report: SimulationReport, violation: Violation?) {
    var world = World(options)
    let violation = world.run()
    return (world.result, violation)
  }

  /// The smallest of the worlds like this one that still fails: fewer sessions, then fewer kinds of faults.
  ///
  /// A world with fewer sessions is a prefix of one with more, until the faults stop.
  package static func shrink(_ options: SimulationOptions, _ violation: Violation) -> SimulationFailure {
    var smallest = options
    smallest.trace = nil
    var found = violation
    func fails(_ options: SimulationOptions) -> Violation? { run(options).violation }
    func bisect() {
      var passing = 0
      while smallest.sessions - passing > 1 {
        var candidate = smallest
        candidate.sessions = passing + (smallest.sessions - passing) / 2
        if let violation = fails(candidate) {
          (smallest, found) = (candidate, violation)
        } else {
          passing = candidate.sessions
        }
      }
    }
    bisect()
    for (_, fault) in FaultClass.named where smallest.faults.contains(fault) {
      var candidate = smallest
      candidate.without.insert(fault)
      if let violation = fails(candidate) { (smallest, found) = (candidate, violation) }
    }
    bisect()
    return SimulationFailure(options: smallest, violation: found, story: story(smallest, found))
  }

  /// What happened, line by line: to the address that broke, or, where none did, at last.
  static func story(_ options: SimulationOptions, _ violation: Violation) -> [String] {
    var options = options
    let lines = StoryLines(address: violation.address?.description)
    options.trace = { lines.take($0) }
    _ = run(options)
    return lines.kept
  }
}

/// A failing world made small, with its story.
package struct SimulationFailure: Sendable {
  package var options: SimulationOptions
  package var violation: Violation
  package var story: [String]

  /// The command that shows it again.
  package var command: String {
    var words = ["rollcall simulate --seed \(options.seed) --sessions \(options.sessions)"]
    words.append("--profile \(options.profile.rawValue)")
    if let kind = options.kind { words.append("--nas-kind \(kind.rawValue)") }
    for name in options.without.names { words.append("--without \(name)") }
    return words.joined(separator: " ")
  }
}
