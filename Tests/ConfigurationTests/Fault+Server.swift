/// Faults outside clients and pools.
extension Fault {
  static let server: [Fault] = [
    Fault(
      "an unknown key, near a known one", "control: x\nreject_delai: 1s\n", ["2: reject_delai"],
      "unknown key; did you mean `reject-delay`?"),
    Fault(
      "an unknown key, near none", "log:\n  colour: red\n", ["2: log.colour"], "unknown key; known here: level, format"),
    Fault("a list at the top", "- a\n- b\n", ["1: "], "is a list, where keys are expected; write its keys below it"),
    Fault("a text at the top", "hello\n", ["1: "], "is a single value, where keys are expected"),
    Fault("a group where a path belongs", "users:\n  a: b\n", ["1: users"], "is a group of keys, where a single value"),
    Fault("no value", "control:\nusers: ''\n", ["1: control", "2: users"], "has no value; write the path of"),
    Fault("a tag", "users: !abc\n", ["1: users"], "begins with `!`, which YAML takes for a tag; put quotes"),
    Fault(
      "a socket path too long", "control: /\(String(repeating: "x", count: 107))\n", ["1: control"],
      "is longer than the 107 octets that a socket's path can have; choose a shorter path"),
    Fault(
      "a number without unit", "reject-delay: 1\n", ["1: reject-delay"], "`1` is not a duration; write a number and"),
    Fault("a unit that is none", "reject-delay: 1sec\n", ["1: reject-delay"], "`1sec` is not a duration"),
    Fault("a negative duration", "reject-delay: -1s\n", ["1: reject-delay"], "`-1s` is not a duration"),
    Fault("a fraction", "reject-delay: 0.5s\n", ["1: reject-delay"], "`0.5s` is not a duration"),
    Fault(
      "a duration out of range", "reject-delay: 11s\n", ["1: reject-delay"],
      "`11s` is out of range; write a duration from 0s to 10s"),
    Fault(
      "a duration beyond 64 bits", "reject-delay: 9223372036854775807d\n", ["1: reject-delay"], "is not a duration"),
    Fault(
      "a store that is not there", "storage:\n  postgres: x\n", ["2: storage"],
      "`postgres` is not a known store; write `sqlite: PATH`"),
    Fault("a store misspelt", "storage: {sqllite: x}\n", ["1: storage"], "did you mean `sqlite`?"),
    Fault(
      "a store without its path", "storage: x.db\n", ["1: storage"], "is a single value, where a store is expected"),
    Fault("no store", "storage: {}\n", ["1: storage"], "names no store; write `sqlite: PATH`"),
    Fault("an empty database path", "storage: {sqlite: }\n", ["1: storage.sqlite"], "has no value"),
    Fault(
      "an endpoint that is a text", "listen:\n  authentication: 127.0.0.1:1812\n", ["2: listen.authentication"],
      "is a single value, where a list is expected; write [a, b]"),
    Fault(
      "bad endpoints", "listen:\n  accounting:\n    - 127.0.0.1\n    - \"[::1]:99999\"\n    - host:1813\n    - [a]\n",
      [
        "3: listen.accounting[0]", "4: listen.accounting[1]", "5: listen.accounting[2]", "6: listen.accounting[3]",
      ], "`127.0.0.1` is not an address and a port; write ADDRESS:PORT"),
    Fault("no endpoint", "listen: {accounting: []}\n", ["1: listen.accounting"], "names no endpoint"),
    Fault(
      "one port twice",
      "listen:\n  authentication: [\"0.0.0.0:1812\"]\n  accounting: [\"[::1]:1812\", \"10.0.0.1:1812\"]\n",
      ["3: listen.accounting[1]"],
      "10.0.0.1:1812 takes the port that listen.authentication[0] takes with 0.0.0.0:1812; give each listener"),
    Fault(
      "the default's port", "listen: {accounting: [\"127.0.0.1:1812\"]}\n", ["1: listen.accounting[0]"],
      "takes the port that listen.authentication takes with 127.0.0.1:1812"),
    Fault(
      "sizes", "listen: {receive-buffer: 4MB}\n", ["1: listen.receive-buffer"],
      "`4MB` is not a size from 4KiB to 1GiB; write octets, or a number and KiB or MiB"),
    Fault("a size too small", "listen: {receive-buffer: 100}\n", ["1: listen.receive-buffer"], "`100` is not a size"),
    Fault(
      "a level misspelt", "log: {level: warn}\n", ["1: log.level"], "`warn` is not a known word here; write one of"),
    Fault("a level near one", "log: {level: warnin}\n", ["1: log.level"], "did you mean `warning`?"),
    Fault("a format", "log: {format: yaml}\n", ["1: log.format"], "write one of text, json"),
    Fault("no boolean", "debug: {log-passwords: 1}\n", ["1: debug.log-passwords"], "`1` is neither true nor false"),
    Fault(
      "limits", "limits:\n  commit-batch: 0\n  requests-in-flight: 1e6\n  duplicate-cache-lifetime: 10m\n",
      ["2: limits.commit-batch", "3: limits.requests-in-flight", "4: limits.duplicate-cache-lifetime"],
      "`0` is not a whole number from 1 to 65536"),
    Fault(
      "logs", "accounting-logs:\n  - {path: a-%H}\n  - {path: b}\n  - {name: x, path: b}\n  - {name: y, format: xml}\n",
      [
        "2: accounting-logs[0].path", "3: accounting-logs[1].name", "4: accounting-logs[2].path",
        "5: accounting-logs[3].format", "5: accounting-logs[3].path",
      ], "has a `%H` that stands for nothing; write %{client}, %Y, %m, %d"),
    Fault("a key that is a list", "? [a]\n: b\n", ["1: "], "a key is a list; write a word as the key"),
  ]

  static let syntax: [Fault] = [
    Fault("a bracket open", "listen: [a\nusers: b\n", ["2: "], "YAML: "),
    Fault("a tab", "listen:\n\tusers: b\n", ["2: "], "YAML: found character that cannot start any token"),
    Fault(
      "an indentation", "control: a\n  users: b\n", ["2: "], "YAML: mapping values are not allowed in this context"),
    Fault("an undefined alias", "control: a\nusers: *hunter2\n", ["2: "], "YAML: an alias that no anchor defines; put"),
    Fault("a second document", "control: a\n---\ncontrol: b\n", ["2: "], "YAML: a second document begins here; take"),
    Fault("a control character", "control: a\n\nusers: \u{1}\n", ["3: "], "YAML: control characters are not allowed"),
    Fault("a key twice", "control: a\nusers: b\ncontrol: c\n", ["3: control"], "stands here and at line 1; keep one"),
    Fault(
      "a key twice in one item of several",
      "clients:\n  - name: a\n    secret: b\n  - name: c\n    # more\n    secret: d\n\n    name: e\n", ["8: name"],
      "stands here and at line 4; keep one of the two"),
    Fault("a key twice on one line", "log: {level: info, level: debug}\n", ["1: level"], "stands here and at line 1"),
  ]
}
