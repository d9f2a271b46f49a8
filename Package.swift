// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]
let strictC: [CSetting] = [.treatAllWarnings(as: .error)]

/// A Swift target of ours: strict settings, folder by kind.
func source(_ name: String, in folder: String = "Sources", _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "\(folder)/\(name)", swiftSettings: strict)
}
func program(
    _ name: String, in folder: String = "Sources", exclude: [String] = [], _ dependencies: [Target.Dependency] = []
) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "\(folder)/\(name)", exclude: exclude, swiftSettings: strict)
}
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: dependencies + ["Support"], path: "Tests/\(name)Tests",
        swiftSettings: strict)
}

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "SerialPortPool",
    products: [
        .executable(name: "portpool", targets: ["portpool"]),
        .executable(name: "uutsim", targets: ["uutsim"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // C only: what Swift cannot import, and system libraries.
        .target(name: "CLinux", cSettings: strictC),
        .systemLibrary(name: "CUdev", pkgConfig: "libudev", providers: [.apt(["libudev-dev"])]),
        .systemLibrary(name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"])]),
        .target(name: "CDashboard", exclude: ["web"], cSettings: strictC),
        .target(name: "CFloor", cSettings: strictC),

        // The rig, lowest floor first.
        source("Expressions"),
        source("Locking"),
        source("Threads", ["CLinux", "Locking"]),
        source("RigModel"),
        source("Patterns", ["CPCRE2"]),
        source("StrictYAML", [yams]),
        source("SerialIO", ["CLinux", "Locking", "RigModel", "Threads"]),
        source("PortDiscovery", ["CUdev", "Patterns", "RigModel", "SerialIO"]),
        source("PortPool", ["Locking", "RigModel"]),
        source("Plans", ["Expressions", "Patterns", "RigModel", "StrictYAML"]),
        source("Execution", ["Expressions", "Locking", "Patterns", "PortPool", "RigModel", "SerialIO"]),
        source("History", ["Locking", "RigModel", "Threads", grdb, log]),
        source("RunLogs", ["CLinux", "Locking", "RigModel", "Threads", crypto, log]),
        source("Alerts", ["Locking", "RigModel", log]),
        source("Dashboard", ["CDashboard", "Locking", "RigModel", hummingbird, nioCore, httpTypes, log, lifecycle]),
        source(
            "Station",
            [
                "Alerts", "Dashboard", "Execution", "History", "Locking", "Plans", "PortDiscovery", "PortPool",
                "RigModel", "RunLogs", "SerialIO", "StrictYAML", crypto, log, lifecycle, unixSignals,
            ]),
        source("APIClient", ["RigModel", httpClient, nioCore, nioHTTP1]),
        program("portpool", ["APIClient", "RigModel", "Station", arguments, log, unixSignals]),
        program(
            "benchmarks",
            [
                "BoardModel", "CFloor", "CLinux", "Execution", "History", "Locking", "PTYBoard", "PortDiscovery",
                "PortPool",
                "RigModel", "RunLogs", "SerialIO", "World", log,
            ]),

        // The simulator.
        source("BoardModel", in: "Simulator", ["Patterns", "RigModel", "StrictYAML"]),
        source("PTYBoard", in: "Simulator", ["BoardModel", "CLinux", "RigModel", "SerialIO"]),
        source("Recording", in: "Simulator", ["BoardModel", "CLinux", "RigModel", "SerialIO", crypto]),
        source(
            "Campaign", in: "Simulator",
            ["APIClient", "BoardModel", "Patterns", "Plans", "Recording", "RigModel", "StrictYAML", "World"]),
        .target(name: "CPanel", path: "Simulator/CPanel", exclude: ["web"], cSettings: strictC),
        source(
            "World", in: "Simulator",
            ["BoardModel", "CLinux", "CPanel", "FTDIChip", "PTYBoard", "RigModel", "SerialIO", "StrictYAML"]),
        source("FTDIChip", in: "Simulator", ["RigModel"]),
        source("USBLink", in: "Simulator", ["FTDIChip", "RigModel"]),
        source(
            "ChipBoard", in: "Simulator",
            ["BoardModel", "CLinux", "FTDIChip", "PTYBoard", "RigModel", "SerialIO", "USBLink"]),
        source(
            "ChipBench", in: "Simulator",
            [
                "BoardModel", "CLinux", "ChipBoard", "FTDIChip", "Locking", "PTYBoard", "RigModel", "SerialIO",
                "USBLink", "World",
            ]),
        program(
            "uutsim", in: "Simulator",
            [
                "BoardModel", "Campaign", "CLinux", "ChipBench", "PTYBoard", "Recording", "RigModel", "SerialIO",
                "StrictYAML", "World", arguments,
            ]),

        // Tests.
        .target(
            name: "Support", dependencies: ["CLinux", "Locking", "RigModel", "SerialIO", "Threads"],
            path: "Tests/Support",
            swiftSettings: strict),
        .target(
            name: "Scenarios", dependencies: ["APIClient", "RigModel", "Support", "World"], path: "Tests/Scenarios",
            swiftSettings: strict),
        tests("Expressions", ["Expressions"]),
        tests("RigModel", ["RigModel"]),
        tests("Threads", ["Locking", "Threads"]),
        tests("Patterns", ["Patterns"]),
        tests("StrictYAML", ["StrictYAML"]),
        tests("SerialIO", ["CLinux", "RigModel", "SerialIO"]),
        tests("PortDiscovery", ["PortDiscovery", "RigModel", "SerialIO"]),
        tests("PortPool", ["Locking", "PortPool", "RigModel"]),
        tests("Plans", ["Patterns", "Plans", "PortDiscovery", "RigModel", "StrictYAML"]),
        tests("Execution", ["Execution", "Locking", "PortPool", "RigModel", "SerialIO"]),
        tests("History", ["History", "Locking", "RigModel", crypto, grdb, log]),
        tests("RunLogs", ["Locking", "RunLogs", "RigModel", crypto, log]),
        tests("Alerts", ["Alerts", "RigModel", log]),
        tests("Dashboard", ["Dashboard", "Locking", "RigModel", nioCore, nioPosix, httpTypes, log, lifecycle]),
        tests("BoardModel", ["BoardModel", "RigModel", "StrictYAML"]),
        tests("FTDIChip", ["FTDIChip", "RigModel", "USBLink"]),
        tests(
            "ChipBoard",
            [
                "BoardModel", "ChipBench", "ChipBoard", "FTDIChip", "Locking", "PTYBoard", "RigModel", "SerialIO",
                "USBLink", "World",
            ]),
        tests("Recording", ["BoardModel", "PTYBoard", "Recording", "RigModel", "SerialIO", crypto]),
        tests(
            "Campaign",
            ["APIClient", "BoardModel", "Campaign", "Plans", "Recording", "RigModel", "World", "portpool", "uutsim"]),
        tests("PTYBoard", ["BoardModel", "PTYBoard", "RigModel", "SerialIO"]),
        .executableTarget(
            name: "portwatch", dependencies: ["PortDiscovery", "RigModel", "SerialIO"], path: "Tests/portwatch",
            swiftSettings: strict),
        .executableTarget(name: "rawline", path: "Tests/rawline", cSettings: strictC),
        tests(
            "VM",
            [
                "APIClient", "BoardModel", "CLinux", "ChipBoard", "FTDIChip", "Locking", "PTYBoard", "RigModel",
                "Scenarios", "SerialIO", "USBLink", "World", "rawline",
            ]),
        tests("World", ["BoardModel", "FTDIChip", "Locking", "RigModel", "World", "portwatch", "uutsim"]),
        tests(
            "Station",
            [
                "APIClient", "Execution", "Plans", "PortDiscovery", "PortPool", "RigModel", "Scenarios", "SerialIO",
                "Station",
                "World",
                "portpool", "uutsim", grdb, httpClient, lifecycle, log,
            ]),
    ],
    cLanguageStandard: .c2x
)
