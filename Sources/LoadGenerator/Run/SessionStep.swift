/// What a session sends next.
enum SessionStep: UInt8, CaseIterable {
  case access
  case start
  case interim
  case stop
}
