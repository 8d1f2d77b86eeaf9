/// What `rollcall --version` and `status` say.
package enum RollcallVersion {
  package static let current = "0.1.0"
}
