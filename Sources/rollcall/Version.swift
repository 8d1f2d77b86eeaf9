/// What `--version` and `status` say.
enum Version {
  static let text = "0.1.0"
}
