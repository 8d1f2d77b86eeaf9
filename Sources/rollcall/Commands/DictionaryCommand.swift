import ArgumentParser
import Console
import RADIUSDictionary

struct DictionaryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dictionary",
    abstract: "Look an attribute, a value or a vendor up.",
    discussion: """
      A name or number that fits exactly comes first; without one, all names that have the text in them.

      EXAMPLES
        rollcall dictionary Framed-IP-Address
        rollcall dictionary 26.14988.8             # by number, inside a vendor
        rollcall dictionary mikrotik               # a vendor, and what it has
        rollcall dictionary rate-limit             # by a part of the name
        rollcall dictionary --vendor 9             # a vendor by number
      """)

  @Argument(help: "A name, a number such as 8 or 26.9.1, a vendor, or a part of a name. None: how much there is.")
  var query: String?

  @Option(help: ArgumentHelp("List the attributes of a vendor.", valueName: "name-or-number"))
  var vendor: String?

  @OptionGroup var options: DictionaryOptions
  @OptionGroup var output: FormatOptions

  func run() async throws {
    let dictionary = try options.load()
    let lookup = DictionaryLookup(dictionary: dictionary)
    if let vendor {
      guard var findings = lookup.attributes(ofVendor: vendor) else {
        throw CommandFailure.wrong("the dictionary has no vendor `\(vendor)`")
      }
      if let query {
        let part = query.lowercased()
        findings.attributes.removeAll { !$0.name.lowercased().contains(part) }
      }
      return Terminal.show(try LookupText.text(findings, format: output.format))
    }
    guard let query else { return try showCounts(dictionary.counts) }
    let findings = lookup.find(query)
    guard !findings.isEmpty else {
      throw CommandFailure.wrong("the dictionary has no attribute, value or vendor with `\(query)` in its name")
    }
    Terminal.show(try LookupText.text(findings, format: output.format))
  }

  private func showCounts(_ counts: AttributeDictionary.Counts) throws {
    switch output.format {
    case .json:
      try JSONValue.show(["attributes": counts.attributes, "values": counts.values, "vendors": counts.vendors])
    case .csv:
      Terminal.show(CSVText.line(["attributes", "values", "vendors"]))
      Terminal.show(CSVText.line([counts.attributes, counts.values, counts.vendors].map(String.init)))
    case .table:
      let attributes = Quantity.count(counts.attributes, "attribute", "attributes")
      let values = Quantity.count(counts.values, "value", "values")
      Terminal.show("\(attributes), \(values), \(Quantity.count(counts.vendors, "vendor", "vendors")).\n")
    }
  }
}
