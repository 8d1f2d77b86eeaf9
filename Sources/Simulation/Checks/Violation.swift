package import NetworkAddress

/// Something that must never be.
package struct Violation: Error, Equatable, Sendable, CustomStringConvertible {
  /// `I1` to `I7`, `truth`, `leak`, `record`, `release`, `restart`, `simultaneous`, `disconnect`, `outcome`, `liveness`.
  package var rule: String
  package var problem: String
  package var address: IPv4Address?
  /// The step and the simulated millisecond at which it was seen.
  package var step: Int
  package var time: Int64

  package var description: String {
    "\(rule) at step \(step), \(World.clock(time)): \(address.map { "\($0): " } ?? "")\(problem)"
  }
}
