import Console
import Testing

@Suite struct TextInputTests {
  @Test(
    arguments: [
      ("localhost", "localhost", nil), ("127.0.0.1:1812", "127.0.0.1", 1812), ("::1", "::1", nil),
      ("[::1]", "::1", nil), ("[::1]:1813", "::1", 1813),
    ] as [(String, String, UInt16?)])
  func servers(_ text: String, _ host: String, _ port: UInt16?) {
    let name = ServerName(text)
    #expect(name?.host == host && name?.port == port)
  }

  @Test(arguments: ["", ":1812", "host:", "host:x", "host:0", "host:70000", "[::1", "[::1]x", "[]:1"])
  func whatIsNoServer(_ text: String) { #expect(ServerName(text) == nil) }

  @Test func blankLinesSeparatePackets() {
    let text = "# a comment\nUser-Name = a\n  NAS-Port = 1\n\n\n \nUser-Name = b\n# another\nNAS-Port = 2"
    #expect(
      RequestText.packets(text) == ["User-Name = a\n  NAS-Port = 1", "User-Name = b\nNAS-Port = 2"])
    #expect(RequestText.packets("\n# nothing\n").isEmpty)
    #expect(RequestText.packets("a\r\n\r\nb\r\n") == ["a", "b"])
  }
}
