/// An entry of the users file, compiled. A class, so that a decision holds it without copying it.
final class UserEntry: Sendable {
  let comparisons: [Comparison]
  let controlItems: [ControlItem]
  let replyItems: [ReplyItem]
  let fallsThrough: Bool
  /// What the control items say when no other entry says anything.
  let policy: AccountPolicy
  /// What the reply items say when no other entry says anything.
  let reply: PreparedReply

  init(
    comparisons: [Comparison], controlItems: [ControlItem], replyItems: [ReplyItem], fallsThrough: Bool,
    reply: PreparedReply
  ) {
    self.comparisons = comparisons
    self.controlItems = controlItems
    self.replyItems = replyItems
    self.fallsThrough = fallsThrough
    self.reply = reply
    var policy = AccountPolicy()
    policy.apply(controlItems)
    self.policy = policy
  }

  /// What is strange about the entry, and no fault.
  var warnings: [UsersFileError] {
    comparisons.compactMap { if case .absent(_, let warning) = $0.kind { warning } else { nil } }
  }

  /// The reply items when no earlier entry has matched: those that take something away find nothing.
  var ownReplyItems: [ReplyItem] {
    replyItems.filter { if case .remove = $0.operation { false } else { true } }
  }
}
