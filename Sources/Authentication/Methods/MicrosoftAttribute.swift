/// Microsoft's attributes (RFC 2548), by the number inside of Vendor-Specific.
enum MicrosoftAttribute {
  /// Microsoft's private enterprise number.
  static let vendor: UInt32 = 311

  static let chapResponse: UInt32 = 1
  static let chapError: UInt32 = 2
  static let encryptionPolicy: UInt32 = 7
  static let encryptionTypes: UInt32 = 8
  static let chapChallenge: UInt32 = 11
  static let chapMPPEKeys: UInt32 = 12
  static let sendKey: UInt32 = 16
  static let receiveKey: UInt32 = 17
  static let chap2Response: UInt32 = 25
  static let chap2Success: UInt32 = 26

  /// What says whether and how MPPE is used.
  static let encryption: Set<UInt32> = [encryptionPolicy, encryptionTypes]
}
