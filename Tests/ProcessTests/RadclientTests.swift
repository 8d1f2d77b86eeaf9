import Foundation
import ProcessHarness
import Testing

extension ProcessTests {
  /// The real `radclient` against the real server.
  @Suite struct RadclientTests {
    static let accepted = [
      "User-Name=noip,User-Password=noippw",
      "User-Name=noip,User-Password=noippw,Message-Authenticator=0x00",
      "User-Name=noip,CHAP-Password=noippw",
      "User-Name=noip,MS-CHAP-Password=noippw",
    ]
    static let rejected = [
      "User-Name=noip,User-Password=wrong",
      "User-Name=noip,CHAP-Password=wrong",
      "User-Name=noip,MS-CHAP-Password=wrong",
      "User-Name=nobody,User-Password=x",
      "User-Name=blocked,User-Password=x",
      "User-Name=noip",
    ]

    @Test func everyMethodIsAnswered() throws {
      let server = try RollcallProcess(ServerFolder())
      for attributes in Self.accepted {
        let result = try server.folder.radclient("auth", attributes)
        #expect(result.output.contains("Received Access-Accept"), "\(attributes): \(result.output)")
        #expect(result.status == 0)
      }
      for attributes in Self.rejected {
        let result = try server.folder.radclient("auth", attributes)
        #expect(result.output.contains("Received Access-Reject"), "\(attributes): \(result.output)")
        #expect(result.status == 1)
      }
      let blocked = try server.folder.radclient("auth", "User-Name=blocked,User-Password=x")
      #expect(blocked.output.contains("Reply-Message = \"account blocked\""))
      let keys = try server.folder.radclient("auth", "User-Name=noip,MS-CHAP-Password=noippw")
      #expect(keys.output.contains("MS-CHAP-MPPE-Keys"))
    }

    @Test func oneSessionFromAcceptToFree() throws {
      let server = try RollcallProcess(ServerFolder())
      let session = "User-Name=alice,Acct-Session-Id=life-1,NAS-Port=1"
      let accept = try server.folder.radclient("auth", session + ",User-Password=alicepw")
      let address = try #require(accept.value(of: "Framed-IP-Address"))
      #expect(accept.value(of: "Session-Timeout") == "86400")
      #expect(accept.value(of: "Acct-Interim-Interval") == "600")
      #expect(accept.value(of: "Class") != nil)
      try expectCounts(server, free: 3, offered: 1, active: 0)

      let framed = session + ",Framed-IP-Address=" + address
      for event in ["Start", "Interim-Update,Acct-Input-Octets=1000,Acct-Output-Octets=5,Acct-Output-Gigawords=1"] {
        let result = try server.folder.radclient("acct", framed + ",Acct-Status-Type=" + event)
        #expect(result.output.contains("Received Accounting-Response"), "\(event): \(result.output)")
        try expectCounts(server, free: 3, offered: 0, active: 1)
      }
      let live = try server.folder.rollcall("sessions", "--format", "json").decode([SessionReport].self)
      #expect(live.map(\.user) == ["alice"])
      #expect(live.map(\.address) == [address])
      #expect(live.map(\.session) == ["life-1"])
      #expect(live.map(\.inputOctets) == [1_000])
      #expect(live.map(\.outputOctets) == [4_294_967_301])

      let stop = try server.folder.radclient("acct", framed + ",Acct-Status-Type=Stop,Acct-Input-Octets=2000")
      #expect(stop.output.contains("Received Accounting-Response"))
      try expectCounts(server, free: 4, offered: 0, active: 0)

      let story = try server.folder.rollcall("pool", "explain", address, "--format", "json").decode(ExplainReport.self)
      #expect(story.state == "free")
      #expect(story.history.map(\.cause) == ["offered", "confirmed", "renewed", "stopped"])
      #expect(story.history.map(\.to) == ["offered", "active", "active", "free"])
      #expect(try server.folder.rollcall("pool", "audit").status == 0)
    }

    private func expectCounts(
      _ server: RollcallProcess, free: Int, offered: Int, active: Int, location: SourceLocation = #_sourceLocation
    ) throws {
      let pools = try server.folder.rollcall("pool", "list", "--format", "json").decode([PoolReport].self)
      let expected = PoolReport(
        pool: "main", size: 4, free: free, offered: offered, active: active, suspect: 0, quarantined: 0, reserved: 0)
      #expect(pools == [expected], sourceLocation: location)
    }

    @Test func addressesDifferAndAStaticOneIsItsUsers() throws {
      let server = try RollcallProcess(ServerFolder())
      let first = try server.folder.radclient("auth", "User-Name=alice,User-Password=alicepw,Acct-Session-Id=a")
      let second = try server.folder.radclient("auth", "User-Name=bob,User-Password=bobpw,Acct-Session-Id=b")
      let addresses = [first, second].compactMap { $0.value(of: "Framed-IP-Address") }
      #expect(Set(addresses).count == 2)
      let fixed = try server.folder.radclient("auth", "User-Name=static,User-Password=staticpw")
      #expect(fixed.value(of: "Framed-IP-Address") == "10.77.0.200")
      let none = try server.folder.radclient("auth", "User-Name=noip,User-Password=noippw")
      #expect(none.value(of: "Framed-IP-Address") == nil)
    }

    @Test func accountingOffFreesAllOfItsNAS() throws {
      let server = try RollcallProcess(ServerFolder())
      for user in ["alice", "bob"] {
        let session = "User-Name=\(user),Acct-Session-Id=\(user)-1"
        let accept = try server.folder.radclient("auth", session + ",User-Password=\(user)pw")
        let address = try #require(accept.value(of: "Framed-IP-Address"))
        _ = try server.folder.radclient("acct", session + ",Framed-IP-Address=\(address),Acct-Status-Type=Start")
      }
      try expectCounts(server, free: 2, offered: 0, active: 2)
      let off = try server.folder.radclient("acct", "Acct-Status-Type=Accounting-Off,Acct-Session-Id=0")
      #expect(off.output.contains("Received Accounting-Response"))
      try expectCounts(server, free: 4, offered: 0, active: 0)
    }

    @Test func statusServerIsAnsweredOnBothPorts() throws {
      let server = try RollcallProcess(ServerFolder())
      for port in [server.folder.authenticationPort, server.folder.accountingPort] {
        let result = try server.folder.radclient("status", port: port, "Message-Authenticator=0x00")
        #expect(result.status == 0, "\(result.output)\(result.error)")
        #expect(result.output.contains("Received "))
      }
    }

    @Test func aWrongSecretGetsNoAnswerWhereItShows() throws {
      let server = try RollcallProcess(ServerFolder())
      let hurry = ["-t", "1", "-r", "1"]
      let accounting = try server.folder.radclient(
        "acct", "User-Name=alice,Acct-Session-Id=w,Acct-Status-Type=Start", options: hurry, secret: "wrong")
      #expect(!accounting.output.contains("Received "))
      let signed = try server.folder.radclient(
        "auth", "User-Name=noip,User-Password=noippw,Message-Authenticator=0x00", options: hurry, secret: "wrong")
      #expect(!signed.output.contains("Received "))
      let status = try server.settledStatus()
      #expect(status.dropped.values.reduce(0, +) == 2, "\(status.dropped)")
      #expect(status.received == status.outcomes)
    }

    @Test func aWrongSecretWithoutAProofIsAWrongPassword() throws {
      // An Access-Request without Message-Authenticator proves nothing: the password comes out as noise.
      let server = try RollcallProcess(ServerFolder())
      _ = try server.folder.radclient(
        "auth", "User-Name=noip,User-Password=noippw", options: ["-t", "1", "-r", "1"], secret: "wrong")
      let status = try server.settledStatus()
      #expect(status.received == 1)
      #expect(status.replied == 1)
    }

    @Test func noSecretOrPasswordIsLogged() throws {
      let server = try RollcallProcess(ServerFolder())
      _ = try server.folder.radclient("auth", "User-Name=alice,User-Password=Tr0ub4dor")
      _ = try server.folder.radclient("auth", "User-Name=alice,User-Password=alicepw")
      #expect(server.terminate() == 0)
      #expect(server.log.text.contains("alice"))
      for word in ["Tr0ub4dor", "alicepw", "testing123"] { #expect(!server.log.text.contains(word)) }
    }

    @Test func debugPrintsPacketsBothWaysWithoutThePassword() throws {
      let server = try RollcallProcess(ServerFolder(), arguments: ["--debug"])
      _ = try server.folder.radclient("auth", "User-Name=alice,User-Password=alicepw,NAS-Port=7")
      #expect(server.terminate() == 0)
      for words in ["Access-Request", "Access-Accept", "User-Name = \"alice\"", "NAS-Port = 7", "Framed-IP-Address = "]
      {
        #expect(server.log.text.contains(words), "no \(words) in:\n\(server.log.text)")
      }
      #expect(!server.log.text.contains("alicepw"))
    }
  }
}

extension FinishedCommand {
  /// Whether the request that `radclient -x` printed has no Message-Authenticator.
  var isWithoutMessageAuthenticator: Bool {
    !output.split(separator: "\n").prefix { !$0.hasPrefix("Received ") }.contains {
      $0.contains("Message-Authenticator")
    }
  }

  /// The value that `radclient -x` printed for an attribute of the reply.
  func value(of attribute: String) -> String? {
    guard let reply = output.range(of: "Received ") else { return nil }
    for line in output[reply.upperBound...].split(separator: "\n") where line.contains("\t\(attribute) = ") {
      return String(line.split(separator: "=", maxSplits: 1)[1].drop { $0 == " " })
    }
    return nil
  }
}
