package import AddressPool

/// A lease in a word: the same for the same lease, another for any other.
package enum LeaseMark {
  /// Such as `active/17/9f86d081884c7d65`; nil has a word too.
  package static func text(_ lease: Lease?) -> String {
    guard let lease else { return "nothing" }
    // FNV-1a, 64 bits: it finds what has changed, and is no protection against a forger.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for octet in LeaseCodec.encode(lease) { hash = (hash ^ UInt64(octet)) &* 0x100_0000_01b3 }
    return "\(lease.state.name)/\(lease.id)/\(String(hash, radix: 16))"
  }
}
