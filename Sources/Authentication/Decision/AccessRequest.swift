package import RADIUSCrypto
package import RADIUSWire
package import Timebase

/// An Access-Request that the core has decoded and proven, with all that the decision may depend on. Deciding reads
/// no clock and draws no random number.
package struct AccessRequest: Sendable {
  package var packet: Packet
  package var secret: SharedSecret
  package var now: Timestamp
  /// The local time zone for Login-Time, and for an Expiration that names none: seconds east of Greenwich.
  package var secondsEastOfUTC: Int
  /// The configured client's name: what `Client-Shortname` in a users file is compared with.
  package var clientName: String
  /// The key of the State attribute of our challenges; at least 16 octets, kept over a reload.
  package var challengeKey: [UInt8]
  /// Sixteen fresh random octets: the EAP challenge, the salts of hidden attributes. Use no value twice.
  package var random: UInt128

  package init(
    packet: Packet, secret: SharedSecret, now: Timestamp, secondsEastOfUTC: Int = 0, clientName: String,
    challengeKey: [UInt8], random: UInt128
  ) {
    self.packet = packet
    self.secret = secret
    self.now = now
    self.secondsEastOfUTC = secondsEastOfUTC
    self.clientName = clientName
    self.challengeKey = challengeKey
    self.random = random
  }
}
