import NetworkAddress

/// The configuration that an import writes.
package enum ImportedConfiguration {
  /// The text of `rollcall.yaml`. Secrets are in files of their own.
  ///
  /// - Parameter dictionary: the absolute path of the dictionary.
  package static func text(_ plan: FreeRADIUSImport, dictionary: String) -> String {
    var lines = [
      "# Made out of a FreeRADIUS configuration by `rollcall import freeradius`.",
      "listen:",
      "  authentication: [\"0.0.0.0:1812\"]   # better the one address that NASes ask",
      "  accounting: [\"0.0.0.0:1813\"]",
      "control: var/rollcall.sock",
      "storage:",
      "  sqlite: var/rollcall.db",
      "dictionary: \(quoted(dictionary))",
      "users: users",
    ]
    lines.append(plan.clients.isEmpty ? "clients: []" : "clients:")
    for client in plan.clients {
      lines.append("  - name: \(quoted(client.name))")
      lines.append("    address: \(quoted(client.block.description))")
      lines.append("    secret-file: \(quoted("secrets/" + client.name))")
      if let value = client.requireMessageAuthenticator {
        lines.append("    require-message-authenticator: \(value)")
      }
      if let value = client.limitProxyState { lines.append("    limit-proxy-state: \(value)") }
    }
    lines.append(plan.pools.isEmpty ? "pools: []" : "pools:")
    for pool in plan.pools {
      lines.append("  - name: \(quoted(pool.name))")
      lines.append("    ranges:")
      for range in pool.ranges { lines.append("      - \(quoted(range.description))") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
