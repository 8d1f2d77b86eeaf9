import RADIUSDictionary
import Testing

/// The same text through the real radclient and through this module: what prints and what goes on the wire.
@Suite(.enabled(if: FreeRADIUSFiles.hasRadclient, "freeradius-common or freeradius-utils is not installed"))
struct RadclientComparisonTests {
  static let texts = [
    #"""
    User-Name = "a\"b\\c\nd\te\001é"
    Reply-Message = 'a"b'
    Reply-Message += "a\.b\x41\q"
    Filter-Id = bob
    Client-Id = 10.0.0.1
    User-Service-Type = Framed-User
    Multi-Link-Flag = 1
    Filter-Id := 0x616263
    Class = "abc"
    Class = 0x0102
    Framed-Protocol = ppp
    Service-Type = 77
    NAS-Port-Type = 0x00000005
    NAS-Port = 0x10
    NAS-IP-Address = 1.2.3.4/32
    Event-Timestamp = "Jan  5 2020 10:00:00 UTC"
    Framed-IPv6-Prefix = 2001:db8:ffff::1/32
    Framed-IPv6-Address = 2001:DB8::1
    Framed-Interface-Id = 00:11:22:33
    PMIP6-Home-IPv4-HoA = 10.0.0.0/8
    Attr-200 = 0x0102
    """#,
    #"""
    Tunnel-Type:1 = VLAN
    Tunnel-Medium-Type:1 = IEEE-802
    Tunnel-Private-Group-Id:1 = "100"
    Tunnel-Type = L2TP
    Tunnel-Preference:31 = 16777215
    """#,
    #"""
    Cisco-AVPair += "ip:addr=1"
    Cisco-NAS-Port = "Async1"
    USR-Last-Number-Dialed-Out = "ab"
    SN-VPN-ID = 1
    Lucent-Max-Shared-Users = 3
    WiMAX-Release = "1.0", WiMAX-Accounting-Capabilities = IP-Session-Based
    WiMAX-GMT-Timezone-offset = -3600
    WiMAX-DHCPv4-Server = 10.0.0.1
    WiMAX-Packet-Data-Flow-Id = 1
    WiMAX-Service-Data-Flow-Id = 2
    3GPP-IMSI = "262011234567890"
    FreeRADIUS-Statistics-Type = Authentication
    Attr-26.9.1 = 0x6162
    Attr-26.99999.1 = 0x01
    WiMAX-Hotline-Profile-Id = "\#(String(repeating: "a", count: 250))"
    """#,
    ([
      "Service-Type", "Acct-Status-Type", "Framed-Compression", "Framed-Protocol", "NAS-Port-Type",
      "Acct-Terminate-Cause",
    ]
    .flatMap { name in (0...30).map { "\(name) = \($0)" } }).joined(separator: "\n"),
    """
    Frag-Status = Fragmentation-Supported
    IP-Port-Type = 2
    IP-Port-Limit = 1000
    FreeRADIUS-802.1X-Anonce = 0x0102
    """,
  ]

  @Test(arguments: texts)
  func printsAndSendsTheSame(text: String) throws {
    let dictionary = try FreeRADIUSFiles.loaded.get()
    let pairs = try dictionary.parsePairs(text)
    let radclient = try Radclient.send(text)
    #expect(pairs.map { dictionary.format($0) } == radclient.printed)
    #expect(hexadecimal(try dictionary.encode(pairs)) == hexadecimal(radclient.attributes))
    // What was sent reads as what was written, operators aside.
    let described = dictionary.describe(dictionary.decodePairs(radclient.attributes)).map { "\($0.name) = \($0.text)" }
    let written = pairs.map { pair in
      // A tagged attribute that comes without a tag has tag 0.
      var sent = AttributePair(pair.definition, tag: pair.tag, value: pair.value)
      if pair.definition.flags.hasTag, sent.tag == nil { sent.tag = 0 }
      return dictionary.format(sent)
    }
    #expect(described == written)
  }
}
