// swift-tools-version: 6.2
import PackageDescription

// Every module compiles under the same rules. CI turns warnings into errors.
let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
  // Deliberate faults for the simulation's own test (docs/simulation.md); no other build has them.
  + (Context.environment["ROLLCALL_MUTATIONS"] == nil ? [] : [.define("MUTATIONS")])
  + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// A module of the product: `Sources/NAME`.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of a module: `Tests/NAMETests`.
func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

let collections: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let histogram: Target.Dependency = .product(name: "Histogram", package: "hdrhistogram-swift")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
  name: "rollcall",
  products: [
    .executable(name: "rollcall", targets: ["rollcall"])
  ],
  dependencies: [
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCrypt", pkgConfig: "libcrypt", providers: [.apt(["libcrypt-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

    // The arrows run one way, down this list.
    module("Timebase"),
    module("NetworkAddress"),
    .target(name: "CDatagrams"),
    module("Datagrams", ["NetworkAddress", "CDatagrams"]),
    module("RADIUSWire"),
    module("RADIUSCrypto", ["RADIUSWire", "COpenSSL"]),
    module("RADIUSDictionary", ["RADIUSWire", "NetworkAddress", "Timebase"]),
    module(
      "LoadGenerator",
      ["Datagrams", "RADIUSCrypto", "RADIUSWire", "NetworkAddress", histogram, deque]),
    module("AddressPool", ["NetworkAddress", "Timebase", collections, deque]),
    module("Accounting", ["RADIUSWire", "NetworkAddress", "Timebase"]),
    module(
      "Authentication",
      ["RADIUSWire", "RADIUSCrypto", "RADIUSDictionary", "NetworkAddress", "Timebase", "COpenSSL", "CCrypt"]),
    module("AccountingLog", ["Accounting", "RADIUSDictionary", "RADIUSWire", "NetworkAddress", "Timebase"]),
    module("Storage", ["AddressPool", "Accounting", "NetworkAddress", "Timebase"]),
    module(
      "ServerCore",
      [
        "RADIUSWire", "RADIUSCrypto", "AddressPool", "Accounting", "Authentication", "Storage", "NetworkAddress",
        "Timebase", deque, collections,
      ]),
    module(
      "Migration",
      [
        "Authentication", "AddressPool", "Accounting", "RADIUSDictionary", "RADIUSWire", "NetworkAddress", "Timebase",
      ]),
    module(
      "Simulation",
      [
        "ServerCore", "Storage", "AddressPool", "Accounting", "Authentication", "RADIUSDictionary", "RADIUSCrypto",
        "RADIUSWire", "NetworkAddress", "Timebase",
      ]),
    module(
      "LogFiles",
      ["Storage", "AccountingLog", "Accounting", "RADIUSDictionary", "NetworkAddress", "Timebase", "CZlib"]),
    module("StorageSQLite", ["Storage", "AddressPool", "Accounting", "NetworkAddress", "Timebase", grdb]),
    module(
      "Configuration",
      ["ServerCore", "AccountingLog", "AddressPool", "RADIUSCrypto", "NetworkAddress", "Timebase", yams]),
    module(
      "Admin",
      [
        "Storage", "AddressPool", "Accounting", "AccountingLog", "NetworkAddress", "Timebase", nioCore, nioPosix,
        logging,
      ]),
    module(
      "Server",
      [
        "Admin", "Datagrams", "ServerCore", "Storage", "StorageSQLite", "LogFiles", "AccountingLog", "Configuration",
        "Authentication",
        "RADIUSDictionary", "RADIUSWire", "RADIUSCrypto", "AddressPool", "Accounting", "NetworkAddress", "Timebase",
        logging, nioCore,
        nioPosix, unixSignals,
      ]),
    module(
      "Console",
      [
        "Admin", "RADIUSDictionary", "RADIUSCrypto", "RADIUSWire", "AddressPool", "NetworkAddress", "Timebase",
        "CCrypt",
      ]),
    .executableTarget(
      name: "rollcall",
      dependencies: [
        "Console", "Admin", "Server", "LoadGenerator", "Configuration", "Storage", "StorageSQLite", "LogFiles",
        "ServerCore", "Authentication", "Accounting", "AccountingLog", "Migration", "Simulation", "AddressPool",
        "RADIUSDictionary",
        "RADIUSCrypto", "RADIUSWire", "NetworkAddress", "Timebase",
        argumentParser, logging,
      ],
      swiftSettings: settings),

    // Random numbers that a seed brings back.
    .target(name: "TestRandom", path: "Tests/TestRandom", swiftSettings: settings),
    tests("TimebaseTests", ["Timebase", "NetworkAddress"]),
    tests("DatagramsTests", ["Datagrams", "NetworkAddress"]),
    tests("RADIUSWireTests", ["TestRandom", "RADIUSWire"]),
    tests("RADIUSCryptoTests", ["TestRandom", "RADIUSCrypto", "RADIUSWire"]),
    tests("RADIUSDictionaryTests", ["TestRandom", "RADIUSDictionary", "RADIUSWire"]),
    tests(
      "LoadGeneratorTests", ["LoadGenerator", "Datagrams", "RADIUSCrypto", "RADIUSWire", "NetworkAddress"]),
    tests("AddressPoolTests", ["TestRandom", "AddressPool", "NetworkAddress", "Timebase"]),
    tests(
      "AccountingLogTests",
      [
        "TestRandom", "AccountingLog", "Accounting", "RADIUSDictionary", "RADIUSWire", "NetworkAddress", "Timebase",
      ]),
    tests(
      "LogFilesTests",
      [
        "LogFiles", "Storage", "AccountingLog", "Accounting", "RADIUSDictionary", "RADIUSWire", "NetworkAddress",
        "Timebase",
      ]),
    tests("AccountingTests", ["Accounting", "RADIUSWire", "NetworkAddress", "Timebase"]),
    tests(
      "AuthenticationTests",
      [
        "TestRandom", "Authentication", "RADIUSDictionary", "RADIUSCrypto", "RADIUSWire", "NetworkAddress", "Timebase",
      ]),
    tests(
      "ServerCoreTests",
      [
        "TestRandom", "ServerCore", "Authentication", "Storage", "RADIUSDictionary", "RADIUSCrypto", "RADIUSWire",
        "AddressPool", "Accounting", "NetworkAddress", "Timebase",
      ]),
    tests(
      "MigrationTests",
      ["Migration", "AddressPool", "Accounting", "RADIUSDictionary", "RADIUSWire", "NetworkAddress", "Timebase"]),
    tests(
      "SimulationTests",
      [
        "Simulation", "ServerCore", "Authentication", "Accounting", "AddressPool", "RADIUSDictionary", "RADIUSCrypto",
        "RADIUSWire", "NetworkAddress", "Timebase",
      ]),
    tests(
      "StorageTests",
      ["TestRandom", "Storage", "StorageSQLite", "AddressPool", "Accounting", "NetworkAddress", "Timebase"]),
    tests(
      "ConfigurationTests",
      [
        "Configuration", "ServerCore", "AccountingLog", "AddressPool", "RADIUSCrypto", "NetworkAddress", "Timebase",
      ]),
    tests(
      "CommandLineTests",
      [
        "TestRandom", "rollcall", "Console", "Admin", "Storage", "AddressPool", "Accounting", "RADIUSDictionary",
        "RADIUSCrypto", "RADIUSWire", "NetworkAddress", "Timebase", "CCrypt", nioCore, nioPosix, logging,
      ]),
    // A real server process, and NASes that speak to it.
    .target(
      name: "ProcessHarness", dependencies: ["TestRandom", "RADIUSWire", "RADIUSCrypto"], path: "Tests/ProcessHarness",
      swiftSettings: settings),
    tests("ProcessTests", ["ProcessHarness", "RADIUSWire", "RADIUSCrypto", grdb]),
    tests("GauntletTests", ["TestRandom", "ProcessHarness", "RADIUSWire"]),
    // A year of a small ISP: a generator, and what is measured on it.
    .target(
      name: "AccountingYear",
      dependencies: ["TestRandom", "Storage", "AddressPool", "Accounting", "RADIUSWire", "NetworkAddress", "Timebase"],
      path: "Tests/AccountingYear", swiftSettings: settings),
    .executableTarget(
      name: "accounting-year",
      dependencies: [
        "AccountingYear", "Admin", "Storage", "StorageSQLite", "AddressPool", "Accounting", "NetworkAddress",
        "Timebase", grdb,
      ],
      path: "Tests/AccountingYearCommand", swiftSettings: settings),
    tests(
      "AccountingYearTests",
      ["AccountingYear", "Admin", "Storage", "StorageSQLite", "Accounting", "NetworkAddress", "Timebase"]),
    tests("TidyTests", []),
  ]
)

// The test of the deliberate faults needs the simulation and what is below it, and builds nothing else.
if Context.environment["ROLLCALL_MUTATIONS"] != nil {
  var needed: Set<String> = []
  var open = ["SimulationTests"]
  while let name = open.popLast() {
    guard needed.insert(name).inserted else { continue }
    for case .byNameItem(let dependency, _) in package.targets.first(where: { $0.name == name })?.dependencies ?? [] {
      open.append(dependency)
    }
  }
  package.targets.removeAll { !needed.contains($0.name) }
  package.products.removeAll()
}

// Nothing of the product or its tests: `make bench-micro`.
if Context.environment["ROLLCALL_BENCHMARKS"] != nil {
  package.products.append(.executable(name: "micro", targets: ["micro"]))
  package.targets.append(
    .executableTarget(
      name: "micro",
      dependencies: ["RADIUSWire", "RADIUSCrypto", "RADIUSDictionary", "AddressPool", "NetworkAddress", "Timebase"],
      path: "Benchmarks/Micro", swiftSettings: settings))
}
