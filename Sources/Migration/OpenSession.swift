package import Timebase

/// A session that `radacct` has as open.
package struct OpenSession: Equatable, Sendable {
  package var session: String
  package var user: String
  package var port: String
  package var start: Timestamp
  package var inputOctets: UInt64
  package var outputOctets: UInt64

  package init(
    session: String, user: String, port: String, start: Timestamp, inputOctets: UInt64, outputOctets: UInt64
  ) {
    self.session = session
    self.user = user
    self.port = port
    self.start = start
    self.inputOctets = inputOctets
    self.outputOctets = outputOctets
  }
}
