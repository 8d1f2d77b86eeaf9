import Authentication
import RADIUSCrypto
import RADIUSWire
import Testing

/// PAP and CHAP against every form in which a password may be kept. The hashes are of `secret` and were made with
/// mkpasswd, openssl and Python.
@Suite struct PasswordAuthenticationTests {
  @Test func papAcceptsTheRightPasswordOnly() throws {
    let store = try Lab.store("bob Cleartext-Password := \"hello\"\n  Reply-Message = \"hi\"\n")
    let grant = try #require(store.decide(try Lab.pap("bob", "hello")).grant)
    #expect(try Lab.texts(grant.reply) == ["Reply-Message = \"hi\""])
    let refusal = try #require(store.decide(try Lab.pap("bob", "hellO")).refusal)
    #expect(refusal == AccessRefusal(reason: .wrongPassword))
  }
}
