extension IPAddress {
  /// `0.0.0.0` or `::`: every address of the machine.
  package var isUnspecified: Bool {
    switch self {
    case .v4(let address): address.rawValue == 0
    case .v6(let address): address.rawValue == 0
    }
  }

  /// 127.0.0.0/8 or `::1`: this machine.
  package var isLoopback: Bool {
    switch self {
    case .v4(let address): address.rawValue >> 24 == 127
    case .v6(let address): address.rawValue == 1
    }
  }
}
