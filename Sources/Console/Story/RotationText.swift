package import Admin

/// What `token rotate` did, in a sentence.
package enum RotationText {
  /// With its line end.
  package static func text(_ rotation: TokenRotation) -> String {
    let start = "Key \(rotation.signs) signs lease tokens from now on"
    let older = rotation.verify
    guard let last = older.last else { return start + ". There was none before it.\n" }
    let names =
      older.count == 1 ? "key \(last)" : "keys \(older.dropLast().map(String.init).joined(separator: ", ")) and \(last)"
    var text = start + "; what \(names) signed stays good."
    if older.count + 1 == rotation.keysMax {
      text +=
        " The next rotation drops key \(last): sessions that still live on it are then known by their "
        + "Acct-Session-Id."
    }
    return text + "\n"
  }
}
