internal import AddressPool
package import Admin
internal import NetworkAddress

/// What `pool release`, `reserve` and `unreserve` did, in a sentence.
package enum ChangeText {
  /// With its line end.
  package static func text(_ change: ChangeReport) -> String {
    let holder = change.user.map { user in
      let session = change.session.flatMap { $0.isEmpty ? nil : ", session \($0)" } ?? ""
      return " (\(user)\(session))"
    }
    let before = change.from.isLive ? holder ?? "" : ""
    if change.from == change.to {
      let text =
        "\(change.address) of pool \(change.pool) is still \(change.to.name)\(before); what was asked takes "
        + "effect when its holder is gone."
      return TextTable.printable(text) + "\n"
    }
    let text = "\(change.address) of pool \(change.pool) was \(change.from.name)\(before) and is \(change.to.name) now."
    return TextTable.printable(text) + "\n"
  }
}
