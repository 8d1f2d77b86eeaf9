import NetworkAddress

/// The words of IETF attributes that stand in session rows, as IANA's registry and the usual dictionaries have them. A
/// number without a name stands as a number.
enum AttributeNames {
  /// RFC 2866 §5.10, RFC 3580 §3.
  static func terminateCause(_ number: UInt32) -> String { name(number, in: terminateCauses) }
  /// RFC 2865 §5.41 and IANA.
  static func nasPortType(_ number: UInt32) -> String { name(number, from: 0, in: nasPortTypes) }
  /// RFC 2865 §5.6 and IANA.
  static func serviceType(_ number: UInt32) -> String { name(number, in: serviceTypes) }
  /// RFC 2866 §5.6.
  static func authentic(_ number: UInt32) -> String { name(number, in: ["RADIUS", "Local", "Remote", "Diameter"]) }
  /// RFC 2865 §5.7.
  static func framedProtocol(_ number: UInt32) -> String {
    number == 7 ? "GPRS-PDP-Context" : name(number, in: framedProtocols)
  }

  private static let terminateCauses = [
    "User-Request", "Lost-Carrier", "Lost-Service", "Idle-Timeout", "Session-Timeout", "Admin-Reset", "Admin-Reboot",
    "Port-Error", "NAS-Error", "NAS-Request", "NAS-Reboot", "Port-Unneeded", "Port-Preempted", "Port-Suspended",
    "Service-Unavailable", "Callback", "User-Error", "Host-Request", "Supplicant-Restart", "Reauthentication-Failure",
    "Port-Reinit", "Port-Disabled", "Lost-Power",
  ]
  private static let nasPortTypes = [
    "Async", "Sync", "ISDN", "ISDN-V120", "ISDN-V110", "Virtual", "PIAFS", "HDLC-Clear-Channel", "X.25", "X.75",
    "G.3-Fax", "SDSL", "ADSL-CAP", "ADSL-DMT", "IDSL", "Ethernet", "xDSL", "Cable", "Wireless-Other",
    "Wireless-802.11", "Token-Ring", "FDDI", "Wireless-CDMA2000", "Wireless-UMTS", "Wireless-1X-EV", "IAPP", "FTTP",
    "Wireless-802.16", "Wireless-802.20", "Wireless-802.22", "PPPoA", "PPPoEoA", "PPPoEoE", "PPPoEoVLAN",
    "PPPoEoQinQ", "xPON", "Wireless-XGP",
  ]
  private static let serviceTypes = [
    "Login-User", "Framed-User", "Callback-Login-User", "Callback-Framed-User", "Outbound-User",
    "Administrative-User", "NAS-Prompt-User", "Authenticate-Only", "Callback-NAS-Prompt", "Call-Check",
    "Callback-Administrative", "Voice", "Fax", "Modem-Relay", "IAPP-Register", "IAPP-AP-Check", "Authorize-Only",
    "Framed-Management", "Additional-Authorization",
  ]
  private static let framedProtocols = [
    "PPP", "SLIP", "ARAP", "Gandalf-SLML", "Xylogics-IPX-SLIP", "X.75-Synchronous",
  ]

  private static func name(_ number: UInt32, from first: UInt32 = 1, in names: [String]) -> String {
    number >= first && number - first < names.count ? names[Int(number - first)] : String(number)
  }

  /// Framed-IPv6-Prefix (RFC 3162 §2.3): a reserved octet, a length in bits, and as many octets as that needs. Nil when
  /// it is malformed.
  static func prefix(_ value: ArraySlice<UInt8>) -> String? {
    let octets = Array(value)
    guard octets.count >= 2, octets.count <= 18, octets[1] <= 128, octets.count - 2 >= (Int(octets[1]) + 7) / 8,
      let address = IPv6Address(octets: octets[2...] + Array(repeating: 0, count: 18 - octets.count))
    else { return nil }
    return "\(address)/\(octets[1])"
  }

  /// Framed-Interface-Id (RFC 3162 §2.2): four groups of hex digits. Nil unless it has eight octets.
  static func interfaceID(_ value: ArraySlice<UInt8>) -> String? {
    let octets = Array(value)
    guard octets.count == 8 else { return nil }
    return stride(from: 0, to: 8, by: 2)
      .map { String(UInt16(octets[$0]) << 8 | UInt16(octets[$0 + 1]), radix: 16) }
      .joined(separator: ":")
  }

  static func hexadecimal(_ value: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = [UInt8(ascii: "0"), UInt8(ascii: "x")]
    text.reserveCapacity(2 + 2 * value.count)
    for octet in value {
      text.append(digit(octet >> 4))
      text.append(digit(octet & 15))
    }
    return String(decoding: text, as: UTF8.self)
  }

  static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
