import Campaign
import RigModel
import Testing
import World

/// The names of ports, held against the boards that are really there.
@Suite struct IdentityCheckTests {
    @Test func aBoardWithASerialNumberOfItsOwnIsCalledSo() {
        let board = Self.board("left", "FT7A", "1-2", ["A": "ttyUSB3", "B": "ttyUSB4"])
        let check = IdentityCheck([board])
        #expect(check.name(of: board) == "FT7A")
        let right = [Self.port("FT7A-A", "ttyUSB3", "1-2"), Self.port("FT7A-B", "ttyUSB4", "1-2")]
        #expect(check.complaints(about: board, in: right) == [])
        // Those that were there before are remembered, and do no harm.
        #expect(check.complaints(about: board, in: right + [Self.port("FT7OLD-A", "ttyUSB3", "1-2", .offline)]) == [])
    }

    @Test func whatIsWrongIsSaid() {
        let board = Self.board("left", "FT7A", "1-2", ["A": "ttyUSB3"])
        let check = IdentityCheck([board])
        func complaints(_ ports: API.Port...) -> [String] { check.complaints(about: board, in: ports) }
        #expect(complaints() == ["there is no port FT7A-A"])
        #expect(complaints(Self.port("FT7A-A", "ttyUSB3", "1-2", .offline)) == ["port FT7A-A is offline"])
        #expect(
            complaints(Self.port("FT7A-A", "ttyUSB0", "1-2"))
                == ["port FT7A-A is taken for /dev/ttyUSB0, and is /dev/ttyUSB3"])
        #expect(
            complaints(Self.port("FT7A-A", "ttyUSB3", "1-2", degraded: "no serial number"))
                == ["port FT7A-A is degraded (no serial number), and need not be"])
        #expect(
            complaints(Self.port("FT7A-A", "ttyUSB3", "1-2"), Self.port("FT7OLD-A", "ttyUSB1", "1-2"))
                == ["port FT7OLD-A is in socket 1-2 still, where board FT7A is"])
    }

    @Test func boardsWithOneSerialNumberAreCalledBySocket() {
        let boards = [
            Self.board("left", "FT7A", "1-2", ["A": "ttyUSB0"]), Self.board("right", "FT7A", "1-3", ["A": "ttyUSB1"]),
            Self.board("away", "FT7B", "1-4", [:], isPlugged: false), Self.board("blank", nil, "1-5", [:]),
            Self.board("alone", "FT7B", "1-6", [:]),
        ]
        let check = IdentityCheck(boards)
        #expect(boards.map { "\(check.name(of: $0))" } == ["usb-1-2", "usb-1-3", "FT7B", "usb-1-5", "FT7B"])
        let silent = check.complaints(about: boards[0], in: [Self.port("usb-1-2-A", "ttyUSB0", "1-2")])
        #expect(silent == ["port usb-1-2-A shares its serial number, and nothing is said of that"])
        let told = Self.port("usb-1-2-A", "ttyUSB0", "1-2", degraded: "serial number FT7A is also in USB socket 1-3")
        #expect(check.complaints(about: boards[0], in: [told]) == [])
    }

    private static func board(
        _ id: String, _ serial: String?, _ path: String, _ ttys: [String: String], isPlugged: Bool = true
    ) -> BoardState {
        BoardState(
            id: id, board: "probe", chip: "FT232R", product: "probe", serial: serial, path: path, plugged: isPlugged,
            ports: ttys.sorted { $0.key < $1.key }.map { BoardState.Port(channel: $0.key, tty: $0.value) }, faults: [])
    }

    private static func port(
        _ id: PortID, _ tty: String, _ path: String, _ status: PortStatus = .available, degraded: String? = nil
    ) -> API.Port {
        let channel = Channel(letter: String(id.rawValue.suffix(1))) ?? .a
        let found = DiscoveredPort(
            id: id, board: BoardID(String(id.rawValue.dropLast(2))), channel: channel, vendorID: "0403",
            productID: "6001", serial: nil, product: "probe", chip: nil, devicePath: "/dev/\(tty)", usbPath: path,
            incarnation: 1, degraded: degraded)
        return API.Port(
            PortSnapshot(port: found, status: status, matching: .matched("probe")), now: Timestamp(nanoseconds: 0),
            zone: .utc)
    }
}
