/// `rollcall check`: what would be served, and what is worth a look.
package struct CheckReport: Codable, Equatable, Sendable {
  package struct Pool: Codable, Equatable, Sendable {
    package var pool: String
    package var size: Int

    package init(pool: String, size: Int) {
      self.pool = pool
      self.size = size
    }
  }

  package struct Dictionary: Codable, Equatable, Sendable {
    package var attributes: Int
    package var values: Int
    package var vendors: Int

    package init(attributes: Int, values: Int, vendors: Int) {
      self.attributes = attributes
      self.values = values
      self.vendors = vendors
    }
  }

  package var configuration: String
  package var listen: [String]
  package var clients: Int
  package var pools: [Pool]
  package var users: Int
  package var dictionary: Dictionary
  package var warnings: [String]

  package init(
    configuration: String, listen: [String], clients: Int, pools: [Pool], users: Int, dictionary: Dictionary,
    warnings: [String]
  ) {
    self.configuration = configuration
    self.listen = listen
    self.clients = clients
    self.pools = pools
    self.users = users
    self.dictionary = dictionary
    self.warnings = warnings
  }

  /// For people, with its last line end. Warnings are not in it: they go to standard error.
  package var text: String {
    let addresses = pools.reduce(0) { $0 + $1.size }
    let poolNames = pools.map { "\($0.pool) (\(Quantity.grouped($0.size)))" }.joined(separator: ", ")
    let lines = [
      ("configuration", configuration),
      ("listens on", listen.joined(separator: ", ")),
      ("clients", Quantity.grouped(clients)),
      ("pools", pools.isEmpty ? "none" : poolNames),
      ("addresses", Quantity.grouped(addresses)),
      ("users", Quantity.count(users, "entry", "entries")),
      (
        "dictionary",
        Quantity.count(dictionary.attributes, "attribute", "attributes") + ", "
          + Quantity.count(dictionary.values, "value", "values") + ", "
          + Quantity.count(dictionary.vendors, "vendor", "vendors")
      ),
    ]
    let width = lines.map(\.0.count).max() ?? 0
    let body = lines.map { name, value in
      name + String(repeating: " ", count: width - name.count) + "  " + TextTable.printable(value) + "\n"
    }
    let verdict =
      warnings.isEmpty ? "All is in order." : "\(Quantity.count(warnings.count, "warning", "warnings")), no error."
    return body.joined() + verdict + "\n"
  }

  /// For `--format csv`: a name and a figure each.
  package var csv: String {
    let figures = [
      ("clients", clients), ("pools", pools.count), ("addresses", pools.reduce(0) { $0 + $1.size }), ("users", users),
      ("attributes", dictionary.attributes), ("values", dictionary.values), ("vendors", dictionary.vendors),
      ("warnings", warnings.count),
    ]
    return CSVText.line(["name", "value"]) + figures.map { CSVText.line([$0.0, String($0.1)]) }.joined()
  }
}
