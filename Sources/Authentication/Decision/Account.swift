/// What the users file says about the user of a request.
struct Account: Sendable {
  var policy = AccountPolicy()
  var reply = PreparedReply()
  /// Why the user cannot be accepted, whatever the password. The password is looked at all the same, so that an
  /// unknown user takes the time of a known one.
  var failure: RefusalReason?
}
