package import RADIUSDictionary

/// Finds attributes and vendors by name, number, or part of a name.
package struct DictionaryLookup {
  /// What a query found.
  package struct Findings: Codable, Equatable, Sendable {
    package var attributes: [DictionaryEntry]
    package var vendors: [VendorEntry]
    package var values: [ValueEntry]

    package var isEmpty: Bool { attributes.isEmpty && vendors.isEmpty && values.isEmpty }
  }

  private let dictionary: AttributeDictionary

  package init(dictionary: AttributeDictionary) { self.dictionary = dictionary }

  /// An exact name or number first, that of a vendor with its attributes; only when there is none, every name that has
  /// `query` in it.
  package func find(_ query: String) -> Findings {
    if let path = DictionaryLookup.path(query) {
      let attribute = dictionary.attribute(path: path).flatMap { $0.isKnown ? $0 : nil }
      let vendor = path.numbers.count == 1 ? dictionary.vendor(number: path.numbers[0]) : vendor(of: path)
      return findings(attribute.map { [$0] } ?? [], vendor.map { [$0] } ?? [])
    }
    let attribute = dictionary.attribute(named: query).flatMap { $0.isKnown ? $0 : nil }
    let vendor = dictionary.vendor(named: query)
    let values = values(named: query)
    if attribute != nil || vendor != nil || !values.isEmpty {
      let all = vendor.map { vendor in dictionary.attributes.filter { $0.vendor == vendor.number } } ?? []
      return findings(attribute.map { [$0] } ?? all, vendor.map { [$0] } ?? [], values)
    }
    let part = query.lowercased()
    var seen: Set<String> = []
    let attributes = dictionary.attributes.filter {
      $0.name.lowercased().contains(part) && seen.insert("\($0.name) \($0.path)").inserted
    }
    return findings(attributes, dictionary.vendors.filter { $0.name.lowercased().contains(part) })
  }

  /// All attributes of a vendor, by name or number; nil: no such vendor.
  package func attributes(ofVendor query: String) -> Findings? {
    let vendor = UInt32(query).flatMap { dictionary.vendor(number: $0) } ?? dictionary.vendor(named: query)
    guard let vendor else { return nil }
    return findings(dictionary.attributes.filter { $0.vendor == vendor.number }, [vendor])
  }

  private func vendor(of path: AttributePath) -> VendorDefinition? {
    path.numbers.count == 2 ? path.vendor.flatMap { dictionary.vendor(number: $0) } : nil
  }

  private func values(named name: String) -> [ValueEntry] {
    dictionary.attributes.compactMap { attribute in
      dictionary.value(named: name, of: attribute).map {
        ValueEntry(attribute: attribute.name, name: dictionary.valueName($0, of: attribute) ?? name, number: $0)
      }
    }
  }

  private func findings(
    _ attributes: [AttributeDefinition], _ vendors: [VendorDefinition], _ values: [ValueEntry] = []
  ) -> Findings {
    Findings(
      attributes: attributes.map { DictionaryEntry($0, in: dictionary) },
      vendors: vendors.map { VendorEntry($0, in: dictionary) }, values: values)
  }

  /// `26.9.1`; nil for anything but numbers with dots between them.
  private static func path(_ text: String) -> AttributePath? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { UInt32($0) }
    guard !parts.isEmpty, parts.allSatisfy({ $0 != nil }) else { return nil }
    return AttributePath(parts.compactMap(\.self))
  }
}
