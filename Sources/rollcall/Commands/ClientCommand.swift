import ArgumentParser
import Console
import RADIUSCrypto
import RADIUSDictionary
import RADIUSWire

#if canImport(Glibc)
  import Glibc
#endif

extension RequestKind: ExpressibleByArgument {}

extension ServerName: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument) }
}

struct ClientCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "client",
    abstract: "Send RADIUS requests, as radclient does, and print the replies.",
    discussion: """
      Attributes come from the arguments, or from --file, or from standard input, where a blank line ends a packet. \
      User-Password, CHAP-Password and MS-CHAP-Password are written plain. An Access-Request gets a \
      Message-Authenticator unless told otherwise.

      Exit status 0 when every request was granted (Access-Accept, Accounting-Response, ACK), 1 when one was refused or \
      not answered, 2 for a wrong use.

      EXAMPLES
        rollcall client 127.0.0.1 auth testing123 User-Name=demo User-Password=demo
        rollcall client 127.0.0.1 auth testing123 User-Name=demo CHAP-Password=demo -x
        rollcall client 127.0.0.1:1813 acct testing123 User-Name=demo Acct-Status-Type=Start Acct-Session-Id=1
        rollcall client 127.0.0.1 status testing123
        rollcall client 192.0.2.1 disconnect testing123 User-Name=demo
        rollcall client '[::1]' auto testing123 < packets
      """)

  @Argument(help: "The server: HOST, HOST:PORT or [V6]:PORT. Default ports: 1812, 1813 and 3799.")
  var server: ServerName

  @Argument(help: "What to send.")
  var kind: RequestKind

  @Argument(help: "The shared secret. With --secret-file it is left out, or `-`.")
  var secret: String?

  @Argument(help: "Attributes, such as User-Name=demo.")
  var attributes: [String] = []

  @Option(
    name: [.short, .customLong("file")],
    help: ArgumentHelp("Read the attributes from a file; - for standard input.", valueName: "file"),
    completion: .file())
  var file: String?

  @Option(
    name: [.customShort("S"), .long],
    help: ArgumentHelp("Read the secret from a file's first line.", valueName: "file"), completion: .file())
  var secretFile: String?

  @Flag(name: [.customShort("x"), .long], help: "Print the requests too.")
  var verbose = false

  @Flag(name: .shortAndLong, help: "Print no reply; the exit status tells.")
  var quiet = false

  @Option(name: .shortAndLong, help: ArgumentHelp("How long to wait for an answer.", valueName: "seconds"))
  var timeout: Double = 3

  @Option(
    name: .shortAndLong, help: ArgumentHelp("How often to send a request that is not answered.", valueName: "tries"))
  var retries: Int = 3

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Send each packet so many times, each as a new request.", valueName: "times"))
  var count: Int = 1

  @Flag(
    name: .customLong("mschap2"), help: "Make MS-CHAP-Password an MS-CHAPv2 response, and check the server's proof.")
  var usesMSCHAP2 = false

  @Flag(
    name: .customLong("no-message-authenticator"),
    help: "Add none to an Access-Request, unless the attributes name it.")
  var leavesMessageAuthenticatorOut = false

  @OptionGroup var options: DictionaryOptions

  func validate() throws {
    guard timeout > 0, timeout <= 3600 else { throw ValidationError("--timeout is above 0, and 3600 at most.") }
    guard (1...1000).contains(retries) else { throw ValidationError("--retries is 1 to 1000.") }
    guard (1...1_000_000).contains(count) else { throw ValidationError("--count is 1 to 1000000.") }
    guard secret != nil || secretFile != nil else { throw ValidationError("Give the secret, or --secret-file.") }
    guard inlineAttributes.isEmpty || file == nil else { throw ValidationError("Give attributes or --file, not both.") }
  }

  func run() async throws {
    let dictionary = try options.load()
    let secret = try sharedSecret()
    let packets = try packetTexts()
    let composer = RequestComposer(
      dictionary: dictionary, kind: kind, secret: secret, addsMessageAuthenticator: !leavesMessageAuthenticatorOut,
      usesMSCHAP2: usesMSCHAP2)
    var identifier = SecureRandom.bytes(1)[0]
    var isGranted = true
    do {
      for text in packets {
        for _ in 0..<count {
          let request = try composer.compose(text, identifier: identifier)
          isGranted = try send(request, dictionary: dictionary) && isGranted
          identifier &+= 1
        }
      }
    } catch {
      throw CommandFailure.usage("\(error)")
    }
    if !isGranted { throw ExitCode(1) }
  }

  /// Whether the request was granted.
  private func send(_ request: ClientRequest, dictionary: AttributeDictionary) throws(RequestError) -> Bool {
    let socket = try DatagramSocket(
      host: server.host, port: server.port ?? RequestKind.defaultPort(of: request.code))
    let hidden = HiddenValues(secret: request.secret, requestAuthenticator: request.authenticator)
    let exchange = Exchange(tries: retries, timeoutMilliseconds: Int(timeout * 1000)) { Clock.monotonicMilliseconds }
    let outcome = try exchange.perform(request, over: socket) { _ in
      guard verbose, let packet = try? Packet(decoding: request.bytes) else { return }
      let place = "from \(socket.local) to \(socket.peer)"
      Terminal.show(
        PacketText.text(packet, heading: "Sent", place: place, dictionary: dictionary, hidden: hidden))
    }
    switch outcome {
    case .reply(let reply): return judge(reply, to: request, over: socket, hidden: hidden, dictionary: dictionary)
    case .refused:
      Terminal.complain("rollcall: nobody listens on \(socket.peer)")
      return false
    case .noReply(let objections):
      for objection in objections {
        Terminal.complain("rollcall: a datagram from \(socket.peer) was ignored: \(objection)")
      }
      let patience = Quantity.span(milliseconds: Int64(timeout * 1000))
      Terminal.complain(
        "rollcall: no answer from \(socket.peer) after \(Quantity.count(retries, "try", "tries")) of \(patience)"
          + (objections.isEmpty
            ? "; a server does not answer a client that it does not know, nor to a wrong secret" : ""))
      return false
    }
  }

  private func judge(
    _ reply: Packet, to request: ClientRequest, over socket: DatagramSocket, hidden: HiddenValues,
    dictionary: AttributeDictionary
  ) -> Bool {
    if !quiet {
      let place = "from \(socket.peer) to \(socket.local)"
      Terminal.show(
        PacketText.text(reply, heading: "Received", place: place, dictionary: dictionary, hidden: hidden))
    }
    if let fault = request.proofFault(in: dictionary.decodePairs(of: reply), of: reply) {
      Terminal.complain("rollcall: \(fault)")
      return false
    }
    return request.isGranted(by: reply)
  }

  private func sharedSecret() throws -> SharedSecret {
    guard let secretFile else {
      guard let secret, !secret.isEmpty else { throw CommandFailure.usage("the secret is empty") }
      return SharedSecret(secret)
    }
    let line = try read(secretFile).split(separator: "\n", maxSplits: 1).first.map(String.init) ?? ""
    guard !line.isEmpty else { throw CommandFailure.usage("the secret in \(secretFile) is empty") }
    return SharedSecret(line)
  }

  /// With --secret-file the secret's place holds the first attribute.
  private var inlineAttributes: [String] {
    guard secretFile != nil, let secret, secret != "-" else { return attributes }
    return [secret] + attributes
  }

  private func packetTexts() throws -> [String] {
    if !inlineAttributes.isEmpty { return [inlineAttributes.joined(separator: "\n")] }
    if kind == .status, file == nil { return [""] }
    let text = try file.map { $0 == "-" ? Terminal.readAll() : try read($0) } ?? Terminal.readAll()
    let packets = RequestText.packets(text)
    if packets.isEmpty, kind == .status { return [""] }
    guard !packets.isEmpty else { throw CommandFailure.usage("no attributes, and so nothing to send") }
    return packets
  }

  private func read(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else {
      throw CommandFailure.usage("\(path) cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
