extension ServerConfiguration {
  /// Reads and checks a configuration file, and the secret files that it names.
  ///
  /// The users file, the dictionary and the database are not opened.
  ///
  /// - Throws: all faults found, not only the first.
  package static func load(path: String) throws(ConfigurationErrors) -> ServerConfiguration {
    throw ConfigurationErrors(errors: [
      ConfigurationIssue(file: path, line: 1, key: "", problem: "cannot be read yet", remedy: "wait for the loader")
    ])
  }

  /// What the server will do, for people: every setting with the value in force, secrets as `<secret>`.
  package var resolvedView: String { "" }
}
