/// What became of a reload. A wrong configuration is no report but a ``ControlError`` that says what is wrong with it.
package struct ReloadReport: Codable, Equatable, Sendable {
  package var users: Int
  package var clients: Int
  package var pools: Int
  package var warnings: [String]

  package init(users: Int, clients: Int, pools: Int, warnings: [String] = []) {
    self.users = users
    self.clients = clients
    self.pools = pools
    self.warnings = warnings
  }
}
