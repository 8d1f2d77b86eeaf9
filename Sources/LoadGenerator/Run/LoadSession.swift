/// One connection that the load plays.
struct LoadSession {
  /// Never used again; its Acct-Session-Id.
  var number: UInt64 = 0
  /// When it began, in nanoseconds of the monotonic clock.
  var began: UInt64 = 0
  var user: Int32 = 0
  var nas: Int32 = 0
  var interimsLeft: Int32 = 0
  var next = SessionStep.access
  /// Whether accounting follows its Access-Request.
  var isWhole = false
  /// As the Accept gave it; 0: none.
  var address: UInt32 = 0
  /// Class as the Accept gave it, to be echoed (RFC 2865 §5.25); empty: none.
  var classValue: [UInt8] = []
}
