import Console
import Migration

/// What an import would do, or has done.
struct ImportSummary: Encodable {
  struct Pool: Encodable {
    var pool: String
    var size: Int
  }

  var folder: String
  var files: [String]
  var clients: Int
  var users: Int
  var pools: [Pool]
  /// Rows of `radippool`, and those of them that somebody has.
  var addressRows: Int
  var liveAddresses: Int
  var pastSessions: Int
  var openSessions: Int
  var notCarriedOver: [Finding]
  /// The folder that was made; nil: nothing was.
  var made: String?

  var text: String {
    var lines = ["FreeRADIUS in \(folder): \(files.joined(separator: ", "))", ""]
    func line(_ name: String, _ text: String) {
      lines.append(name + String(repeating: " ", count: max(1, 10 - name.count)) + text)
    }
    line("clients", Quantity.grouped(clients))
    line("users", Quantity.grouped(users))
    let sizes = pools.map { "\($0.pool) (\(Quantity.grouped($0.size)))" }
    line("pools", sizes.isEmpty ? "none" : sizes.joined(separator: ", "))
    if addressRows > 0 {
      line("leases", "\(Quantity.grouped(liveAddresses)) live, of \(Quantity.grouped(addressRows)) addresses")
    }
    if pastSessions + openSessions > 0 {
      line("sessions", "\(Quantity.grouped(pastSessions)) past, \(Quantity.grouped(openSessions)) open")
    }
    if !notCarriedOver.isEmpty {
      lines += ["", "Not carried over:"]
      lines += notCarriedOver.map { "  " + TextTable.printable($0.description) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  var csv: String {
    notCarriedOver.reduce(CSVText.line(["file", "line", "problem"])) {
      $0 + CSVText.line([$1.file, String($1.line), $1.problem])
    }
  }
}
