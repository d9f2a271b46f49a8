internal import FoundationEssentials
internal import RigModel

/// A list of devices as text: one JSON object a line, for each tty that is there. Blank lines count for nothing.
///
/// ```
/// {"devnode":"/tmp/bench/dev/ttyUSB0","vid":"0403","pid":"6001","serial":"FT7SENS1","path":"1-2.1","interface":0}
/// ```
/// Needed:
/// - `devnode`: the tty, a path from the root.
/// - `vid`, `pid`: USB vendor and product id, four hex digits each, in quotes.
/// - `path`: the USB socket, bus and hub ports; ttys with the same path are channels of one board.
///
/// Not needed:
/// - `serial`: the board's; absent, the board is known by its socket, as `usb-1-2.1`.
/// - `product`: absent, it is empty, and no plan fits that asks for a product in its `match`.
/// - `interface`: which channel of the board it is, 0 (A) to 3 (D); absent, 0. Past D a tty is not used.
/// - `bcdDevice`: the release, four hex digits in quotes, by which the chip is known (`"0600"`: FT232R); absent, the chip
///   is unknown.
/// - `manufacturer`: absent, it is empty.
/// - `address`: a number that is another one after each plug. A device with another one than before has been pulled and
///   plugged in again, though nobody has seen it gone; absent, such a plug is not noticed.
///
/// Any other key is a mistake. A line with a mistake stands for no device, and the others hold.
struct DeviceList: Sendable, Hashable {
    /// In the order of the list.
    private(set) var devices: [TTYDevice] = []
    /// What is wrong, each as `file:line: what`: the first few, and how many more there are.
    private(set) var problems: [String] = []

    /// - Parameter isWhole: whether nobody is writing it. Of one that is being written the last line may be half a line,
    ///   which is no mistake before it stays one.
    init(_ bytes: some Collection<UInt8>, file: String, isWhole: Bool = true) {
        let newline = UInt8(ascii: "\n")
        let lines = bytes.split(separator: newline, omittingEmptySubsequences: false)
        var places: [String: Int] = [:]
        var nodes: [String: Int] = [:]
        for (index, line) in lines.enumerated() where !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }) {
            do throws(Mistake) {
                let device = try Self.device(line)
                let number = index + 1
                if let other = places.updateValue(number, forKey: device.syspath) {
                    throw Mistake("interface \(device.interface) of \(device.usbPath) is on line \(other) already")
                }
                if let other = nodes.updateValue(number, forKey: device.devnode) {
                    throw Mistake("\(device.devnode) is on line \(other) already")
                }
                devices.append(device)
            } catch {
                // What follows the last newline is empty where the last line is whole.
                if isWhole || index < lines.count - 1 { problems.append("\(file):\(index + 1): \(error.what)") }
            }
        }
        // They are told one by one, and a file that is no list at all may have a thousand.
        let more = problems.count - Self.toldProblems
        if more > 0 { problems = problems.prefix(Self.toldProblems) + ["\(file): \(more) more lines are wrong"] }
    }

    private static let toldProblems = 5

    private struct Mistake: Error {
        let what: String
        init(_ what: String) { self.what = what }
    }

    private static func device(_ line: some Collection<UInt8>) throws(Mistake) -> TTYDevice {
        let entry: Entry
        do { entry = try JSONDecoder().decode(Entry.self, from: Data(line)) } catch let error as DecodingError {
            throw Mistake(text(error))
        } catch {
            throw Mistake("not a JSON object")
        }
        guard entry.devnode.hasPrefix("/") else { throw Mistake("'devnode' is a path from the root: /dev/ttyUSB0") }
        guard BoardID.isPlainName("usb-" + entry.path) else {
            throw Mistake("'path' is a USB socket: bus and hub ports, as 1-2.1")
        }
        let (vendor, product) = (try hex(entry.vid, "vid"), try hex(entry.pid, "pid"))
        let release = try entry.bcdDevice.map { text throws(Mistake) in try hex(text, "bcdDevice") }
        return TTYDevice(
            syspath: "\(entry.path):1.\(entry.interface ?? 0)", devnode: entry.devnode, vendorID: vendor,
            productID: product, serial: entry.serial, product: entry.product ?? "",
            manufacturer: entry.manufacturer ?? "", bcdDevice: release.flatMap { UInt16($0, radix: 16) },
            usbPath: entry.path, interface: entry.interface ?? 0, driver: nil, usbAddress: entry.address)
    }

    private static func hex(_ text: String, _ key: String) throws(Mistake) -> String {
        guard text.utf8.count == 4, text.allSatisfy(\.isHexDigit) else {
            throw Mistake("'\(key)' is four hex digits in quotes, as \"0403\", and not '\(text)'")
        }
        return text.lowercased()
    }

    private static func text(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            context.codingPath.last.map { "'\($0.stringValue)' is of the wrong type" } ?? "not a JSON object"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "not a JSON object" : context.debugDescription
        @unknown default: "not a JSON object"
        }
    }
}

/// A line as it is written.
private struct Entry: Decodable {
    let devnode: String
    let vid: String
    let pid: String
    let serial: String?
    let product: String?
    let manufacturer: String?
    let bcdDevice: String?
    let path: String
    let interface: UInt8?
    let address: Int?

    private enum Key: String, CodingKey, CaseIterable {
        case devnode, vid, pid, serial, product, manufacturer, bcdDevice, path, interface, address
    }
    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let all = try decoder.container(keyedBy: AnyKey.self)
        for key in all.allKeys where Key(rawValue: key.stringValue) == nil {
            let known = Key.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorruptedError(
                forKey: key, in: all, debugDescription: "'\(key.stringValue)' is no key; there are \(known)")
        }
        let keyed = try decoder.container(keyedBy: Key.self)
        devnode = try keyed.decode(String.self, forKey: .devnode)
        vid = try keyed.decode(String.self, forKey: .vid)
        pid = try keyed.decode(String.self, forKey: .pid)
        path = try keyed.decode(String.self, forKey: .path)
        serial = try keyed.decodeIfPresent(String.self, forKey: .serial)
        product = try keyed.decodeIfPresent(String.self, forKey: .product)
        manufacturer = try keyed.decodeIfPresent(String.self, forKey: .manufacturer)
        bcdDevice = try keyed.decodeIfPresent(String.self, forKey: .bcdDevice)
        let number = try keyed.decodeIfPresent(Int.self, forKey: .interface)
        guard number.map({ (0...255).contains($0) }) != false else {
            throw DecodingError.dataCorruptedError(
                forKey: .interface, in: keyed, debugDescription: "'interface' is 0 to 255")
        }
        interface = number.map { UInt8($0) }
        address = try keyed.decodeIfPresent(Int.self, forKey: .address)
    }
}
