import Foundation
import RigModel
import StrictYAML

extension StationConfiguration {
    /// Reads `rig.yaml`, or takes the defaults where there is none.
    ///
    /// - Parameters:
    ///   - file: nil takes `./rig.yaml` if it is there, else `/etc/portpool/rig.yaml` if that is, else the defaults.
    ///   - state: overrides where the state is kept.
    public static func load(file: String?, state: String?) throws(StationError) -> StationConfiguration {
        let candidates = file.map { [$0] } ?? ["rig.yaml", "/etc/portpool/rig.yaml"]
        let paths = StatePaths(folder: state)
        // One that may not be looked at, or leads nowhere, is there all the same.
        guard let path = candidates.first(where: isThere) else {
            if let file { throw .unreadable(file: file, reason: "there is no such file") }
            return defaults(state: paths)
        }
        let bytes: [UInt8]
        do { bytes = try InputFile.bytes(of: path, limit: Self.sizeLimit + 1) } catch {
            throw .unreadable(file: path, reason: "\(error)")
        }
        guard bytes.count <= Self.sizeLimit else {
            throw .unreadable(file: path, reason: "it is larger than \(Self.sizeLimit) bytes")
        }
        do throws(YAMLProblems) {
            return try YAMLDocument(bytes: bytes, file: path).decode(version: 1) { map in
                read(map, folder: URL(filePath: path).deletingLastPathComponent().path, state: paths)
            }
        } catch { throw .badConfiguration(error.diagnostics.map(\.description)) }
    }

    /// Larger files are not configurations.
    private static let sizeLimit = 1 << 20

    private static func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR)
    }

    /// What holds where nothing is written.
    public static func defaults(state: StatePaths) -> StationConfiguration {
        StationConfiguration(
            stationID: ProcessInfo.processInfo.hostName, zone: StationZone(TimeZone.current),
            listen: ["127.0.0.1:8080", "unix:portpool.sock"], plansFolder: "bibs", state: state, devices: [])
    }

    private static func read(_ map: YAMLMapping, folder: String, state: StatePaths) -> StationConfiguration? {
        var configuration = defaults(state: state)
        _ = map["station"]?.mapping { station in
            if let id = station["id"]?.string() { configuration.stationID = id }
            if let zone = station["timezone"], let name = zone.string() {
                if let known = TimeZone(identifier: name) {
                    configuration.zone = StationZone(known)
                } else {
                    zone.report("'\(name)' is no time zone; write one like Europe/Warsaw")
                }
            }
            return true
        }
        _ = map["http"]?.mapping { http in
            if let listen = http["listen"]?.oneOrMany(of: { $0.string() }) { configuration.listen = listen }
            if let hosts = http["hosts"]?.oneOrMany(of: hostName) { configuration.hosts = hosts }
            return true
        }
        // A path in the file is meant from where the file lies.
        if let plans = map["plans"]?.string() {
            configuration.plansFolder = plans.hasPrefix("/") ? plans : "\(folder)/\(plans)"
        }
        if let devices = map["devices"]?.list(of: product) { configuration.devices = devices }
        readRuns(map, into: &configuration)
        if let memory = map["history"].flatMap(storeMemory) { configuration.storeMemory = memory }
        if let leases = map["leases"].flatMap(leaseLimits) { configuration.leases = leases }
        if let quarantine = map["quarantine"].flatMap(quarantinePolicy) { configuration.quarantine = quarantine }
        map.refuse(
            ["logs", "alerts", "notify", "targets"],
            because: "is not supported by this version")
        return configuration
    }

    /// A name or an address as browsers send it in `Host`, without the port.
    private static func hostName(_ value: YAMLValue) -> String? {
        guard let text = value.string() else { return nil }
        let isAddress = text.contains(":") && text.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        let isName =
            !text.isEmpty && text.utf8.count <= 253
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        guard isName || isAddress else {
            value.report("'\(text)' is no host name; write it without scheme and port, as bench-3.factory.lan")
            return nil
        }
        return text
    }

    private static func product(_ value: YAMLValue) -> USBProduct? {
        value.mapping { map in
            // Both are read before either decides: a key that was not read counts as unknown.
            let (vendor, product) = (map.required("vid").flatMap(hexID), map.required("pid").flatMap(hexID))
            guard let vendor, let product else { return nil }
            return USBProduct(vendorID: vendor, productID: product)
        }
    }

    private static func hexID(_ value: YAMLValue) -> String? {
        guard let text = value.string() else { return nil }
        guard text.count == 4, text.allSatisfy(\.isHexDigit) else {
            value.report("'\(text)' is no USB id; write four hex digits in quotes, as \"0403\"")
            return nil
        }
        return text.lowercased()
    }
}

extension StationZone {
    init(_ zone: TimeZone) {
        self.init(name: zone.identifier) { time in
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time.nanoseconds) / 1e9))
        }
    }
}
