/// Faults of pools.
extension Fault {
  /// A pool whose further keys begin at line 4.
  private static func pool(_ lines: String) -> String {
    "pools:\n  - name: p\n    ranges: [10.0.0.0/24]\n\(lines)"
  }

  private static func spans() -> Fault {
    Fault(
      "spans",
      pool(
        """
            offer-timeout: 0s
            session-timeout: 1500ms
            interim-interval: 25h
            missed-interims: 0
            cooldown: 5
            quarantine: 1w
            session-grace: 2d
            open-offers-per-user: four
            when-empty: refuse

        """),
      [
        "4: pools[0].offer-timeout", "5: pools[0].session-timeout", "6: pools[0].interim-interval",
        "7: pools[0].missed-interims", "8: pools[0].cooldown", "9: pools[0].quarantine", "10: pools[0].session-grace",
        "11: pools[0].open-offers-per-user", "12: pools[0].when-empty",
      ], "`0s` is out of range; write a duration from 1s to 1d")
  }

  static let pools: [Fault] = [
    spans(),
    Fault(
      "no ranges", "pools:\n  - name: p\n", ["2: pools[0].ranges"], "is missing; write `ranges: [10.0.0.0/24]`"),
    Fault("an empty list of ranges", "pools: [{name: p, ranges: []}]\n", ["1: pools[0].ranges"], "names no address"),
    Fault(
      "ranges that are none",
      "pools: [{name: p, ranges: [10.0.0.9-10.0.0.1, \"2001:db8::/64\", 10.0.0, 10.0.0.0/40]}]\n",
      ["1: pools[0].ranges[0]", "1: pools[0].ranges[1]", "1: pools[0].ranges[2]", "1: pools[0].ranges[3]"],
      "`10.0.0.9-10.0.0.1` ends before it begins; write 10.0.0.1-10.0.0.9"),
    Fault(
      "IPv6", "pools: [{name: p, ranges: [\"2001:db8::/64\"]}]\n", ["1: pools[0].ranges[0]"],
      "`2001:db8::/64` is IPv6, and a pool holds IPv4 addresses"),
    Fault(
      "addresses of no host", "pools: [{name: p, ranges: [223.0.0.0-224.0.0.0, 0.0.0.0/8]}]\n",
      ["1: pools[0].ranges[0]", "1: pools[0].ranges[1]"],
      "`223.0.0.0-224.0.0.0` leaves the addresses that a host can have; stay within 1.0.0.0-223.255.255.255"),
    Fault(
      "too large", "pools: [{name: p, ranges: [10.0.0.0/8, 11.0.0.1]}]\n", ["1: pools[0].ranges"],
      "holds 16777217 addresses; name at most 16777216"),
    Fault(
      "an overlap between pools", pool("  - name: q\n    ranges:\n      - 10.9.0.0/24\n      - 10.0.0.200-10.0.1.9\n"),
      ["7: pools[1].ranges[1]"],
      "10.0.0.200-10.0.0.255 is in pool `p` and in pool `q`; give each address to one pool"),
    Fault(
      "an overlap with what stands before", pool("  - {name: q, ranges: [10.0.0.0-10.0.0.9]}\n"),
      ["4: pools[1].ranges[0]"], "10.0.0.0-10.0.0.9 is in pool `p` and in pool `q`"),
    Fault(
      "an overlap reaching over a third",
      "pools:\n  - {name: p, ranges: [10.0.0.0/16, 10.0.4.0/24]}\n"
        + "  - {name: q, ranges: [10.0.8.1]}\n",
      ["2: pools[0].ranges[1]", "3: pools[1].ranges[0]"],
      "10.0.4.0-10.0.4.255 is in this pool twice; name each address once"),
    Fault(
      "all excluded", pool("    exclude: [10.0.0.0/25, 10.0.0.100-10.0.0.255]\n"), ["4: pools[0].exclude"],
      "leaves the pool no address; exclude less"),
    Fault(
      "an exclusion that is none", pool("    exclude: [ten]\n"), ["4: pools[0].exclude[0]"], "`ten` is not an IPv4"),
    Fault(
      "a name twice", pool("  - {name: p, ranges: [10.1.0.0/24]}\n"), ["4: pools[1].name"], "the name of the pool at"),
    Fault("no name", "pools: [{ranges: [10.0.0.0/24]}]\n", ["1: pools[0].name"], "is missing; write `name: WORD`"),
    Fault(
      "an unknown client",
      "clients: [{name: lab, address: 127.0.0.1, secret: hunter2}]\n" + pool("    clients: [lab, lap, warehouse]\n"),
      ["5: pools[0].clients[1]", "5: pools[0].clients[2]"], "`lap` is not a client; did you mean `lab`?"),
    Fault("no client", pool("    clients: []\n"), ["4: pools[0].clients"], "names no client, so that nobody gets"),
    Fault("a percentage", pool("    mass-brake: 20\n"), ["4: pools[0].mass-brake"], "`20` is not a percentage"),
    Fault("a percentage too large", pool("    mass-brake: 101%\n"), ["4: pools[0].mass-brake"], "`101%` is not a"),
    Fault("a percentage with a sign", pool("    mass-brake: +5%\n"), ["4: pools[0].mass-brake"], "`+5%` is not a"),
    Fault("a netmask", pool("    netmask: 255.0.255.0\n"), ["4: pools[0].netmask"], "`255.0.255.0` is not a netmask"),
    Fault("a netmask too long", pool("    netmask: /33\n"), ["4: pools[0].netmask"], "`/33` is not a netmask; write"),
  ]
}
