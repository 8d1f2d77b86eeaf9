import RADIUSDictionary

/// A dictionary that has one of everything, for the tests of this module.
enum TestDictionary {
  static let text = #"""
    # A comment, then lines with tabs, runs of spaces and a comment at the end.
    ATTRIBUTE	User-Name	1	string
    ATTRIBUTE	User-Password	2	string	encrypt=1
    ATTRIBUTE	NAS-IP-Address	4	ipaddr
    ATTRIBUTE	NAS-Port	5	integer
    ATTRIBUTE	Service-Type	6	integer	# a comment
    VALUE	Service-Type	Login-User	1
    VALUE	Service-Type	Login	1
    VALUE	Service-Type	Framed-User	0x2
    ATTRIBUTE	Filter-Id	11	string
    ATTRIBUTE	Class	25	octets
    ATTRIBUTE	Vendor-Specific	26	vsa
    ATTRIBUTE	Event-Timestamp	55	date
    ATTRIBUTE	Tunnel-Type	64	integer	has_tag
    VALUE	Tunnel-Type	VLAN	13
    ATTRIBUTE	Tunnel-Password	69	string	has_tag,encrypt=2
    ATTRIBUTE	EAP-Message	79	octets	concat
    ATTRIBUTE	Tunnel-Private-Group-Id	81	string	has_tag
    ATTRIBUTE	Framed-Interface-Id	96	ifid
    ATTRIBUTE	Framed-IPv6-Prefix	97	ipv6prefix
    ATTRIBUTE	PMIP6-Home-IPv4-HoA	155	ipv4prefix
    ATTRIBUTE	Framed-IPv6-Address	168	ipv6addr
    ATTRIBUTE	IPv6-6rd-Configuration	173	tlv
    ATTRIBUTE	IPv6-6rd-IPv4MaskLen	173.1	integer
    ATTRIBUTE	WLAN-Venue-Language	183	octets[3]
    ATTRIBUTE	Extended-Attribute-1	241	extended
    ATTRIBUTE	Extended-Attribute-5	245	long-extended
    ATTRIBUTE	Extended-Vendor-Specific-1	241.26	evs
    ATTRIBUTE	Extended-Vendor-Specific-5	245.26	evs
    ATTRIBUTE	Frag-Status	241.1	integer
    ATTRIBUTE	IP-Port-Limit-Info	241.5	tlv
    ATTRIBUTE	IP-Port-Type	241.5.1	integer
    ATTRIBUTE	IP-Port-Limit	241.5.2	integer
    ATTRIBUTE	Long-Text	245.77	octets
    ATTRIBUTE	Cleartext-Password	1100	string	secret
    ATTRIBUTE	Packet-Kind	1101	integer	virtual

    VENDOR	Cisco	9
    BEGIN-VENDOR	Cisco
    ATTRIBUTE	Cisco-AVPair	1	string
    ATTRIBUTE	Cisco-Old-Name	2	integer
    ATTRIBUTE	Cisco-NAS-Port	2	string
    END-VENDOR	Cisco

    VENDOR	Wide	429	format=4,0
    BEGIN-VENDOR	Wide
    ATTRIBUTE	Wide-Number	0x9801	integer
    END-VENDOR	Wide

    VENDOR	Sixteen	8164	format=2,2
    BEGIN-VENDOR	Sixteen
    ATTRIBUTE	Sixteen-Text	300	string
    END-VENDOR	Sixteen

    VENDOR	WiMAX	24757	format=1,1,c
    BEGIN-VENDOR	WiMAX
    ATTRIBUTE	WiMAX-Capability	1	tlv
    BEGIN-TLV	WiMAX-Capability
    ATTRIBUTE	WiMAX-Release	1	string
    ATTRIBUTE	WiMAX-Accounting-Capabilities	2	byte
    ATTRIBUTE	WiMAX-Inner	3	tlv
    BEGIN-TLV	WiMAX-Inner
    ATTRIBUTE	WiMAX-Deep	1	short
    END-TLV	WiMAX-Inner
    END-TLV	WiMAX-Capability
    ATTRIBUTE	WiMAX-Offset	3	signed
    ATTRIBUTE	WiMAX-DHCPv4-Server	8	combo-ip
    ATTRIBUTE	WiMAX-Profile	53	string
    END-VENDOR	WiMAX

    VENDOR	FreeRADIUS	11344
    BEGIN-VENDOR	FreeRADIUS	parent=Extended-Vendor-Specific-5
    ATTRIBUTE	FR-Anonce	1	octets
    END-VENDOR	FreeRADIUS
    BEGIN-VENDOR	FreeRADIUS	format=Extended-Vendor-Specific-1
    ATTRIBUTE	FR-Short	1	uint32
    END-VENDOR	FreeRADIUS

    VENDOR	Types	65000
    BEGIN-VENDOR	Types
    ATTRIBUTE	T-Integer64	1	integer64
    ATTRIBUTE	T-Ether	2	ether
    ATTRIBUTE	T-Bool	3	bool
    ATTRIBUTE	T-Abinary	4	abinary
    ATTRIBUTE	T-Array	5	short	array
    ATTRIBUTE	T-Signed	6	int32
    VALUE	T-Signed	Minus-One	-1
    ATTRIBUTE	T-Keys	7	octets[24]	encrypt=1
    ATTRIBUTE	T-Ascend	8	string	encrypt=3
    END-VENDOR	Types
    """#

  static func make() throws -> AttributeDictionary { try AttributeDictionary.parse(text, name: "test") }
}

/// Octets from hexadecimal digits, with spaces anywhere.
func octets(_ hexadecimal: String) -> [UInt8] {
  let digits = hexadecimal.filter { $0 != " " }.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

func hexadecimal(_ octets: some Sequence<UInt8>) -> String {
  octets.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}
