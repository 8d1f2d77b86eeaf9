/// Faults of clients and pools.
extension Fault {
  private static func client(_ lines: String) -> String {
    "clients:\n  - name: a\n    address: 10.0.0.1\n    secret: hunter2\n\(lines)"
  }

  static let clients: [Fault] = [
    Fault("no list", "clients:\n  name: a\n", ["1: clients"], "is a group of keys, where a list is expected"),
    Fault("an item that is a text", "clients: [a]\n", ["1: clients[0]"], "is a single value, where keys are expected"),
    Fault(
      "an empty client", "clients:\n  - \n", ["2: clients[0].name", "2: clients[0].address", "2: clients[0].secret"],
      "is missing; write `name: WORD`"),
    Fault(
      "a rate limit without a rate", client("    rate-limit: {burst: 20}\n"), ["5: clients[0].rate-limit.per-second"],
      "is missing; write `per-second: NUMBER`, the requests that it may send each second"),
    Fault(
      "a burst of nothing", client("    rate-limit: {per-second: 5, burst: 0}\n"), ["5: clients[0].rate-limit.burst"],
      "`0` is not a whole number from 10 to 10000000"),
    Fault(
      "no secret", "clients:\n\n  - name: a\n    address: 10.0.0.1\n", ["3: clients[0].secret"],
      "is missing; write `secret: TEXT` or `secret-file: PATH`"),
    Fault(
      "empty secrets",
      "clients:\n  - {name: a, address: 10.0.0.1, secret: }\n  - {name: b, address: 10.0.0.2, secret: \"\"}\n",
      ["2: clients[0].secret", "3: clients[1].secret"], "has no value; write the secret that the client has too"),
    Fault(
      "a secret that is a list", "clients:\n  - {name: a, address: 10.0.0.1, secret: [hunter2]}\n",
      ["2: clients[0].secret"], "is a list, where a single value is expected"),
    Fault(
      "a secret that is a group", "clients:\n  - {name: a, address: 10.0.0.1, secret: {hunter2: x}}\n",
      ["2: clients[0].secret"], "is a group of keys, where a single value is expected"),
    Fault(
      "a secret with a tag", "clients:\n  - name: a\n    address: 10.0.0.1\n    secret: !hunter2\n",
      ["4: clients[0].secret"], "begins with `!`, which YAML takes for a tag; put quotes around the value"),
    Fault(
      "no space before the secret", "clients:\n  - {name: a, address: 10.0.0.1, secret:hunter2}\n",
      ["2: clients[0].secret", "2: clients[0].secret"],
      "no space follows the colon; write `secret: ` and then the value"),
    Fault(
      "two secrets", client("    secret-file: x\n"), ["5: clients[0].secret-file"],
      "stands beside `secret`; keep one of `secret` and `secret-file`"),
    Fault(
      "a secret file that is missing", "clients: [{name: a, address: 10.0.0.1, secret-file: /nonexistent/x}]\n",
      ["1: clients[0].secret-file"], "`/nonexistent/x` cannot be read: No such file or directory; name a file"),
    Fault(
      "an address that is a name", "clients: [{name: a, address: nas.example, secret: hunter2}]\n",
      ["1: clients[0].address"], "`nas.example` is not an address or a block; write an address or a block"),
    Fault(
      "a prefix too long", "clients: [{name: a, address: 10.0.0.0/33, secret: hunter2}]\n", ["1: clients[0].address"],
      "`10.0.0.0/33` is not an address or a block"),
    Fault(
      "a name with a space", "clients: [{name: a b, address: 10.0.0.1, secret: hunter2}]\n", ["1: clients[0].name"],
      "`a b` cannot be a name; write a name of 1 to 64 printable characters without spaces"),
    Fault(
      "a name twice", client("  - {name: a, address: 10.0.0.2, secret: hunter2}\n"), ["5: clients[1].name"],
      "`a` is the name of the client at line 2 too; give each client a name of its own"),
    Fault(
      "a block twice", client("  - {name: b, address: 10.0.0.1/32, secret: hunter2}\n"), ["5: clients[1].address"],
      "10.0.0.1/32 is the block of the client at line 3 too; give each client a block of its own"),
    Fault(
      "a tristate", client("    ports-unique: true\n    limit-proxy-state: auot\n"),
      ["5: clients[0].ports-unique", "6: clients[0].limit-proxy-state"],
      "`true` is not a known word here; write one of yes, no, auto"),
    Fault(
      "a key misspelt", client("    require-message-autenticator: yes\n"),
      ["5: clients[0].require-message-autenticator"], "unknown key; did you mean `require-message-authenticator`?"),
    Fault(
      "dynamic authorization",
      client("    dynamic-authorization: {port: 0, on-suspect: never, on-conflict: disconect, ports: 1}\n"),
      [
        "5: clients[0].dynamic-authorization.ports", "5: clients[0].dynamic-authorization.port",
        "5: clients[0].dynamic-authorization.on-suspect", "5: clients[0].dynamic-authorization.on-conflict",
      ], "unknown key; did you mean `port`?"),
  ]
}
