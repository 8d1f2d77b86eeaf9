/// Who logs in.
package struct LoadUser: Equatable, Sendable {
  package var name: [UInt8]
  package var password: [UInt8]

  package init(name: String, password: String) {
    self.name = Array(name.utf8)
    self.password = Array(password.utf8)
  }
}
