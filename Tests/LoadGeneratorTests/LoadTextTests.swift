import LoadGenerator
import Testing

/// What a load reads and prints.
@Suite struct LoadTextTests {
  @Test func usersAreANameAndAPasswordALine() throws {
    let users = try LoadUsersText.parse("# who\nann secret\n\nbob  a b c \n")
    #expect(users == [LoadUser(name: "ann", password: "secret"), LoadUser(name: "bob", password: "a b c")])
  }

  @Test func aServersUsersFileServesToo() throws {
    let users = try LoadUsersText.parse(
      """
      # users
      ann   Cleartext-Password := "se cret", Simultaneous-Use := 1
            Framed-IP-Address = 10.64.0.9
      "b b" Cleartext-Password:=plain
      carl  Crypt-Password := "$6$x$y"
      DEFAULT Cleartext-Password := "no"
      """)
    #expect(users == [LoadUser(name: "ann", password: "se cret"), LoadUser(name: "b b", password: "plain")])
  }

  @Test(arguments: [
    ("ann\n", "line 1: write a name, a blank and a password"), ("# nobody\n", "it has no user"),
    (
      "ann x\n" + String(repeating: "n", count: 201) + " x\n",
      "line 2: a name has 200 octets at most, and a password 128"
    ),
  ])
  func whatIsWrongIsSaid(text: String, problem: String) {
    let failure = #expect(throws: LoadUsersText.Failure.self) { try LoadUsersText.parse(text) }
    #expect(failure?.description == problem)
  }

  @Test(arguments: [
    (0, "0 ms"), (0.018345, "0.0183 ms"), (0.5, "0.500 ms"), (1.2345, "1.23 ms"), (12.345, "12.3 ms"),
    (130.4, "130 ms"), (2000, "2000 ms"),
  ])
  func latenciesHaveThreeFigures(value: Double, text: String) {
    #expect(LoadText.milliseconds(value) == text)
  }
}
