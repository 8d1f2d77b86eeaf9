import Configuration
import RADIUSCrypto
import ServerCore
import Testing

/// The view of the settings in force.
@Suite struct ViewTests {
  @Test func `the view is a configuration that means the same`() throws {
    let file = "/etc/rollcall/rollcall.yaml"
    var original = try ServerConfiguration.read(LoadTests.everyKey, file: file, isReadableByOthers: false)
    let view = original.resolvedView
    var again = try ServerConfiguration.read(view, file: file, isReadableByOthers: false)
    #expect(again.clients.map(\.secret) == [SharedSecret("<secret>")])
    for index in again.clients.indices {
      again.clients[index].secret = original.clients[index].secret
      again.clients[index].dynamicAuthorization?.secret = original.clients[index].dynamicAuthorization?.secret
    }
    (original.warnings, again.warnings) = ([], [])
    #expect(again == original)
  }

  @Test func `the view shows no secret`() throws {
    let configuration = try ServerConfiguration.read(LoadTests.everyKey, file: "x.yaml", isReadableByOthers: false)
    #expect(!configuration.resolvedView.contains("0123456789012345"))
    #expect(!configuration.resolvedView.contains("5432109876543210"))
    #expect(!String(describing: configuration).contains("0123456789012345"))
    #expect(!String(reflecting: configuration).contains("5432109876543210"))
  }

  @Test func `the view tells what follows from the settings`() throws {
    let text = "pools: [{name: p, ranges: [10.0.0.0/24, 10.0.1.0/24], exclude: [10.0.0.0/25, 10.0.0.0-10.0.1.9]}]\n"
    let view = try ServerConfiguration.read(text, file: "x.yaml", isReadableByOthers: false).resolvedView
    #expect(
      view.contains("\n  - name: p\n    # 246 addresses\n    ranges: [10.0.0.0-10.0.0.255, 10.0.1.0-10.0.1.255]\n"))
    #expect(view.contains("\n    # open to every client\n"))
    #expect(view.contains("\nclients: []\n"))
    #expect(view.contains("\n    session-timeout: 1d\n"))
    #expect(view.hasSuffix("\n  drain-timeout: 10s\n"))
  }

  @Test func `the view quotes what YAML would take for something else`() throws {
    let text = "users: \"/a: \\\"b\\\" #c\"\ncontrol: \"/\\t-\"\n"
    let original = try ServerConfiguration.read(text, file: "/x.yaml", isReadableByOthers: false)
    let again = try ServerConfiguration.read(original.resolvedView, file: "/x.yaml", isReadableByOthers: false)
    #expect(original.usersPath == "/a: \"b\" #c")
    #expect(again.usersPath == original.usersPath)
    #expect(again.controlPath == original.controlPath)
  }
}
