import ArgumentParser
import Authentication
import Configuration
import Console
import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire
import ServerCore

struct UsersTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "What the users file says to a user's password, without a server.",
    discussion: """
      The password is asked for, or is the first line of standard input. Further attributes of the request may be \
      given, for entries that check them. Exit status 0 for an Accept, 1 for a Reject.

      EXAMPLES
        rollcall users test alice
        rollcall users test alice NAS-Port=7 'Called-Station-Id="ap-1"' < password-file
      """)

  @Argument(help: "The user's name.")
  var name: String

  @Argument(help: "Further attributes of the request.")
  var attributes: [String] = []

  @OptionGroup var options: ConfigurationOptions

  func run() async throws {
    let configuration = try options.load()
    let dictionary = try AttributeDictionary.open(configuration.dictionaryPath)
    let store = try UserStore.open(configuration.usersPath, dictionary: dictionary)
    let password = try Terminal.readPassword(prompt: "Password of \(name): ", isNew: false)
    let secret = SharedSecret(SecureRandom.bytes(16))
    let request = try request(password, secret: secret, dictionary: dictionary)
    var random = SecureRandom()
    let decision = store.decide(
      AccessRequest(
        packet: request, secret: secret, now: Clock.wall, clientName: configuration.clients.first?.name ?? "",
        challengeKey: SecureRandom.bytes(32), random: UInt128.random(in: 0...UInt128.max, using: &random)))
    try show(decision, request: request, secret: secret, dictionary: dictionary)
  }

  private func request(
    _ password: String, secret: SharedSecret, dictionary: AttributeDictionary
  ) throws -> Packet {
    do {
      let authenticator = SecureRandom.authenticator()
      let hidden = HiddenValues(secret: secret, requestAuthenticator: authenticator)
      let further = try dictionary.parsePairs(attributes.joined(separator: "\n"))
      var builder = PacketBuilder(code: .accessRequest, identifier: 0, authenticator: authenticator)
      try builder.append(.userName, text: name)
      try builder.append(
        .userPassword,
        try UserPassword.hide(Array(password.utf8), secret: secret, requestAuthenticator: authenticator))
      try builder.appendRaw(try dictionary.encode(further, hiding: hidden.hide))
      return try Packet(decoding: builder.finish())
    } catch { throw CommandFailure.usage("the attributes make no request: \(error)") }
  }

  private func show(
    _ decision: AccessDecision, request: Packet, secret: SharedSecret, dictionary: AttributeDictionary
  ) throws {
    let hidden = HiddenValues(secret: secret, requestAuthenticator: request.authenticator)
    switch decision {
    case .verify(let work):
      try show(work.run(), request: request, secret: secret, dictionary: dictionary)
    case .accept(let grant):
      Terminal.show("Access-Accept\n" + PacketText.attributes(grant.reply, dictionary: dictionary, hidden: hidden))
      if let address = grant.framedIPAddress { Terminal.show("\tFramed-IP-Address = \(address)\n") }
      if let pool = grant.poolName { Terminal.show("\tan address of pool \(pool)\n") }
      if let seconds = grant.sessionTimeout { Terminal.show("\tSession-Timeout = \(seconds)\n") }
      if let seconds = grant.interimInterval { Terminal.show("\tAcct-Interim-Interval = \(seconds)\n") }
      if let sessions = grant.simultaneousUse { Terminal.show("\tat most \(sessions) at once\n") }
    case .reject(let refusal):
      Terminal.show("Access-Reject: \(refusal.reason.rawValue)\n")
      Terminal.show(PacketText.attributes(refusal.reply, dictionary: dictionary, hidden: hidden))
      throw ExitCode(1)
    case .challenge:
      Terminal.show("Access-Challenge\n")
      throw ExitCode(1)
    }
  }
}
