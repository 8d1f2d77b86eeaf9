import AccountingLog
import AddressPool
import NetworkAddress
import RADIUSCrypto
import ServerCore
import Timebase

extension ServerConfiguration {
  /// What the server will do, for people: every setting with the value in force, in the form of a configuration file,
  /// with secrets as `<secret>` and what follows from the settings as comments. Ends with a newline.
  package var resolvedView: String {
    var view = ConfigurationView()
    view.line("# \(file), with every default")
    view.group("listen") { view in
      view.list("authentication", listen.authentication.map(\.description))
      view.list("accounting", listen.accounting.map(\.description))
      view.pair("receive-buffer", SizeText.format(listen.receiveBuffer))
    }
    view.text("control", controlPath)
    view.group("storage") { view in
      switch storage {
      case .sqlite(let path): view.text("sqlite", path)
      }
    }
    view.text("dictionary", dictionaryPath)
    view.text("users", usersPath)
    view.pair("reject-delay", DurationText.format(rejectDelay.milliseconds))
    view.pair("record-decisions", recordsDecisions ? "true" : "false")
    view.items("clients", clients) { view, client in client.write(to: &view) }
    view.items("pools", pools) { view, pool in pool.write(to: &view) }
    view.items("accounting-logs", accountingLogs) { view, log in log.write(to: &view) }
    if retention == RetentionConfiguration() {
      view.line("# everything is kept: no retention")
    } else {
      view.group("retention") { view in retention.write(to: &view) }
    }
    view.group("log") { view in
      view.pair("level", log.level.rawValue)
      view.pair("format", log.format.rawValue)
    }
    view.group("debug") { view in view.pair("log-passwords", debug.logPasswords ? "true" : "false") }
    view.group("limits") { view in limits.write(to: &view) }
    return view.output
  }
}

extension LogDefinition {
  fileprivate func write(to view: inout ConfigurationView) {
    view.text("name", name)
    view.pair("format", format.rawValue)
    view.text("path", path.text)
    if let rotateSize { view.pair("rotate-size", SizeText.format(rotateSize)) }
    view.pair("compress", compresses ? "true" : "false")
    if let keep { view.pair("keep", DurationText.format(keep)) } else { view.line("# kept for ever") }
  }
}

extension ClientDefinition {
  fileprivate func write(to view: inout ConfigurationView) {
    view.text("name", name)
    view.pair("address", block.description)
    view.pair("secret", secret.description)
    view.pair("require-message-authenticator", requireMessageAuthenticator.rawValue)
    view.pair("limit-proxy-state", limitProxyState.rawValue)
    view.pair("ports-unique", portsUnique.rawValue)
    view.pair("infer-reboots", inferReboots.rawValue)
    if let rateLimit {
      view.group("rate-limit") { view in
        view.pair("per-second", "\(rateLimit.perSecond)")
        view.pair("burst", "\(rateLimit.burst)")
      }
    } else {
      view.line("# as many requests as it likes: no rate-limit")
    }
    guard let dynamicAuthorization else { return view.line("# never asked: no dynamic-authorization") }
    view.group("dynamic-authorization") { view in
      view.pair("port", "\(dynamicAuthorization.port)")
      view.pair("secret", dynamicAuthorization.secret?.description ?? secret.description)
      view.pair("on-suspect", dynamicAuthorization.onSuspect.rawValue)
      view.pair("on-conflict", dynamicAuthorization.onConflict.rawValue)
    }
  }
}

extension PoolDefinition {
  fileprivate func write(to view: inout ConfigurationView) {
    view.text("name", name)
    view.line("# \(AddressCount.of(ranges, without: exclude)) addresses")
    view.list("ranges", ranges.map(\.description))
    if !exclude.isEmpty { view.list("exclude", exclude.map(\.description)) }
    if let clients { view.list("clients", clients.sorted()) } else { view.line("# open to every client") }
    view.pair("netmask", netmask?.description ?? "none")
    view.pair("offer-timeout", DurationText.format(offerTimeout))
    view.pair("session-timeout", DurationText.format(sessionTimeout))
    view.pair("interim-interval", DurationText.format(interimInterval))
    view.pair("missed-interims", "\(missedInterims)")
    view.pair("cooldown", DurationText.format(cooldown))
    view.pair("quarantine", DurationText.format(quarantine))
    view.pair("session-grace", DurationText.format(sessionGrace))
    view.pair("mass-brake", "\(massBrake)%")
    view.pair("open-offers-per-user", "\(openOffersPerUser)")
    view.pair("when-empty", whenEmpty.rawValue)
  }
}

extension RetentionConfiguration {
  fileprivate func write(to view: inout ConfigurationView) {
    let ages = [records, sessions, ledger, authentications]
    for (key, age) in zip(RetentionConfiguration.keys, ages) {
      if let age { view.pair(key, DurationText.format(age)) } else { view.line("# \(key) are kept for good") }
    }
  }
}

extension LimitsConfiguration {
  fileprivate func write(to view: inout ConfigurationView) {
    view.pair("duplicate-cache-entries", "\(duplicateCacheEntries)")
    view.pair("duplicate-cache-lifetime", DurationText.format(duplicateCacheLifetime.milliseconds))
    view.pair("requests-in-flight", "\(requestsInFlight)")
    view.pair("commit-batch", "\(commitBatch)")
    view.pair("password-checks", "\(passwordChecks)")
    view.pair("delayed-rejects", "\(delayedRejects)")
    view.pair("drain-timeout", DurationText.format(drainTimeout.milliseconds))
  }
}
