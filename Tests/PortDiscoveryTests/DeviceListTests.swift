import RigModel
import Testing

@testable import PortDiscovery

/// The list by which ports are found where udev cannot tell of them.
@Suite struct DeviceListTests {
    static let line = #"{"devnode":"/tmp/x/ttyUSB0","vid":"0403","pid":"6001","path":"1-2.1"}"#

    private func list(_ text: String, isWhole: Bool = true) -> DeviceList {
        DeviceList(Array(text.utf8), file: "list", isWhole: isWhole)
    }

    @Test func aLineIsADevice() throws {
        let text = """
            {"devnode":"/tmp/x/ttyUSB7","vid":"0403","pid":"6011","serial":"FT7DEMO1","product":"client_demo",\
            "manufacturer":"FTDI","bcdDevice":"0800","path":"1-2.1","interface":2,"address":9}

            """
        let list = list(text)
        let device = try #require(list.devices.first)
        #expect(list.devices.count == 1 && list.problems == [])
        #expect(device.devnode == "/tmp/x/ttyUSB7" && device.serial == "FT7DEMO1" && device.usbPath == "1-2.1")
        #expect(device.bcdDevice == 0x0800 && device.channel == .c && device.usbAddress == 9)
        #expect(device.product == "client_demo" && device.vendorID == "0403" && device.productID == "6011")
    }

    @Test(arguments: [
        (#"{"vid":"0403","pid":"6001","path":"1-2"}"#, "list:1: 'devnode' is missing"),
        (
            #"{"devnode":"ttyUSB0","vid":"0403","pid":"6001","path":"1-2"}"#,
            "list:1: 'devnode' is a path from the root: /dev/ttyUSB0"
        ),
        (
            #"{"devnode":"/dev/x","vid":"403","pid":"6001","path":"1-2"}"#,
            "list:1: 'vid' is four hex digits in quotes, as \"0403\", and not '403'"
        ),
        (
            #"{"devnode":"/dev/x","vid":"0403","pid":"6001","path":"a b"}"#,
            "list:1: 'path' is a USB socket: bus and hub ports, as 1-2.1"
        ),
        (
            #"{"devnode":"/dev/x","vid":"0403","pid":"6001","path":"1-2","interface":300}"#,
            "list:1: 'interface' is 0 to 255"
        ),
        (
            #"{"devnode":"/dev/x","vid":"0403","pid":"6001","path":"1-2","tty":"x"}"#,
            "list:1: 'tty' is no key; there are devnode, vid, pid, serial, product, manufacturer, bcdDevice, path, "
                + "interface, address"
        ),
        (
            #"{"devnode":"/dev/x","vid":403,"pid":"6001","path":"1-2"}"#, "list:1: 'vid' is of the wrong type"
        ), ("garbage", "list:1: not a JSON object"), ("[1]", "list:1: not a JSON object"),
        ("{", "list:1: not a JSON object"),
    ])
    func aMistakeIsToldWithItsLine(line: String, message: String) {
        let list = list(line + "\n" + Self.line + "\n")
        #expect(list.problems == [message])
        #expect(list.devices.map(\.devnode) == ["/tmp/x/ttyUSB0"])
    }

    @Test func whatIsThereTwiceIsToldOfWithTheOtherLine() {
        let other = Self.line.replacing("ttyUSB0", with: "ttyUSB1")
        let third = Self.line.replacing("1-2.1", with: "1-2.2")
        let list = list([Self.line, "", other, third].joined(separator: "\n"))
        #expect(list.devices.count == 1)
        #expect(
            list.problems == [
                "list:3: interface 0 of 1-2.1 is on line 1 already", "list:4: /tmp/x/ttyUSB0 is on line 1 already",
            ])
    }

    @Test func ofManyMistakesTheFirstAreToldAndTheRestCounted() {
        let list = list(String(repeating: "nonsense\n", count: 1_000) + Self.line)
        #expect(list.devices.count == 1)
        #expect(list.problems == (1...5).map { "list:\($0): not a JSON object" } + ["list: 995 more lines are wrong"])
    }

    @Test func halfALineIsNoMistakeWhileItIsBeingWritten() {
        let half = Self.line + "\n" + Self.line.replacing("1-2.1", with: "1-2.2").prefix(40)
        #expect(list(String(half), isWhole: false).problems == [])
        #expect(list(String(half), isWhole: false).devices.count == 1)
        #expect(list(String(half)).problems == ["list:2: not a JSON object"])
    }

    /// Whatever the bytes are, whole lines among them hold, and nothing ends the reader.
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func garbageAmongLinesHidesNone(seed: UInt64) {
        var random = SplitMix64(state: seed)
        var bytes: [UInt8] = []
        var nodes: [String] = []
        for number in 0..<Int.random(in: 1...12, using: &random) {
            if Bool.random(using: &random) {
                let node = "/tmp/x/ttyUSB\(number)"
                nodes.append(node)
                bytes +=
                    Self.line.replacing("/tmp/x/ttyUSB0", with: node).replacing("1-2.1", with: "1-3.\(number + 1)").utf8
            } else {
                let noise = (0..<Int.random(in: 1...60, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                bytes += noise.map { $0 == 0x0A ? 0x7B : $0 }
            }
            bytes.append(0x0A)
        }
        let whole = DeviceList(bytes, file: "list")
        #expect(whole.devices.map(\.devnode) == nodes)
        let cut = bytes.prefix(Int.random(in: 0...bytes.count, using: &random))
        let part = DeviceList(cut, file: "list", isWhole: false)
        #expect(nodes.starts(with: part.devices.map(\.devnode)))
    }
}
