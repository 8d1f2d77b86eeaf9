import NetworkAddress

/// Clients out of `clients.conf`.
struct ClientsImport {
  private(set) var clients: [PlannedClient] = []
  private(set) var findings: [Finding] = []
  private var names: Set<String> = []
  private var blocks: [AddressBlock: String] = [:]

  /// What is carried over, or says nothing that matters here.
  private static let known: Set<String> = [
    "ipaddr", "ipv4addr", "ipv6addr", "netmask", "secret", "shortname", "require_message_authenticator",
    "limit_proxy_state", "nas_type", "nastype", "proto",
  ]

  mutating func read(_ root: RaddbFile.Section) {
    for section in root.sections {
      if section.name == "client" {
        client(section)
      } else if section.name == "clients" {
        findings.append(
          Finding(section.file, section.line, "`clients \(section.argument)` is of one listener; here it is of all"))
        read(section)
      } else {
        findings.append(Finding(section.file, section.line, "the section `\(section.name)` has no counterpart"))
      }
    }
  }

  private mutating func client(_ section: RaddbFile.Section) {
    func value(_ name: String) -> String? { section.value(name)?.value }
    let label = value("shortname") ?? section.argument
    let text = value("ipaddr") ?? value("ipv4addr") ?? value("ipv6addr") ?? section.argument
    guard let block = ClientsImport.block(text, netmask: value("netmask")) else {
      return findings.append(
        Finding(
          section.file, section.line, "client `\(label)`: `\(text)` is no address; clients have no names of hosts"))
    }
    guard let secret = value("secret"), !secret.isEmpty else {
      return findings.append(Finding(section.file, section.line, "client `\(label)` has no secret"))
    }
    if secret.hasPrefix("${") || secret.hasPrefix("$ENV{") {
      return findings.append(
        Finding(section.file, section.line, "the secret of client `\(label)` stands elsewhere; write it out"))
    }
    if let other = blocks[block] {
      return findings.append(
        Finding(section.file, section.line, "client `\(label)` has the address of client `\(other)`, \(block)"))
    }
    if let proto = value("proto"), proto != "udp", proto != "*" {
      findings.append(Finding(section.file, section.line, "client `\(label)` comes by \(proto); there is UDP only"))
    }
    for pair in section.pairs where !ClientsImport.known.contains(pair.name) {
      findings.append(
        // Never its value: some of them are secrets.
        Finding(pair.file, pair.line, "`\(pair.name)` of client `\(label)` has no counterpart"))
    }
    for inner in section.sections where inner.name != "limit" {
      findings.append(
        Finding(inner.file, inner.line, "the section `\(inner.name)` of client `\(label)` has no counterpart"))
    }
    let name = freeName(label)
    blocks[block] = name
    clients.append(
      PlannedClient(
        name: name, block: block, secret: secret,
        requireMessageAuthenticator: ClientsImport.choice(value("require_message_authenticator")),
        limitProxyState: ClientsImport.choice(value("limit_proxy_state"))))
  }

  private static func block(_ text: String, netmask: String?) -> AddressBlock? {
    if text == "*" { return AddressBlock("0.0.0.0/0") }
    if let netmask, !text.contains("/"), let block = AddressBlock("\(text)/\(netmask)") { return block }
    return AddressBlock(text)
  }

  private static func choice(_ text: String?) -> String? {
    switch text?.lowercased() {
    case "yes", "true", "1": "yes"
    case "no", "false", "0": "no"
    case "auto": "auto"
    default: nil
    }
  }

  /// A name that the configuration takes and no other client has; it names a file, too.
  private mutating func freeName(_ label: String) -> String {
    let base = Naming.word(label)
    var name = base
    var number = 2
    while !names.insert(name).inserted {
      name = "\(base.prefix(56))-\(number)"
      number += 1
    }
    return name
  }
}
