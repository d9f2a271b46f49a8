import Execution
import Logging
import Plans
import PortDiscovery
import PortPool
import RigModel
import Support
import Testing

@testable import Station

@Suite(.timeLimit(.minutes(1))) struct StationBoardsTests {
    private static let plan = """
        version: 1
        bib: twin
        match: { product: twin }
        uuts:
          - id: left
            ports: { ctl: { channel: A }, aux: { channel: B } }
            test: [{ id: a, send: "A", expect: "A" }]
          - id: right
            ports: { ctl: { channel: C }, aux: { channel: D } }
            test: [{ id: a, send: "A", expect: "A" }]
        """

    private func bench(_ spine: FakeSpine = FakeSpine()) throws -> (boards: StationBoards, pool: Pool) {
        var catalog = PlanCatalog()
        catalog.add(Array(Self.plan.utf8), file: "twin.yaml", loader: .station)
        #expect(catalog.invalid.map(\.file) == [])
        let pool = Pool(on: TestExecutor.shared, spine: spine, clocks: Clocks { Timestamp(nanoseconds: 0) })
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var shelf = PlanShelf()
        _ = shelf.take(catalog)
        let boards = StationBoards(shelf: shelf, pool: pool, spine: spine, health: HealthBoard(), logger: logger)
        return (boards, pool)
    }

    private func plug(_ channels: Channel...) -> [PortChange] {
        channels.map { channel in
            .appeared(
                DiscoveredPort(
                    id: PortID(board: "FT7TWIN", channel: channel), board: "FT7TWIN", channel: channel,
                    vendorID: "0403", productID: "6011", serial: "FT7TWIN", product: "twin", chip: .ft4232h,
                    devicePath: "/dev/ttyUSB\(channel.rawValue)", usbPath: "1-1", incarnation: 1, degraded: nil))
        }
    }

    private let order = RunOrder(bib: "twin", origin: "cli")

    @Test func aUnitThatLacksPortsIsRefusedByName() async throws {
        let boards = try bench().boards
        await boards.apply(plug(.a, .b, .c))
        let refusal = await #expect(throws: RunRefusal.self) { try await boards.units(for: order) }
        #expect(
            refusal?.description
                == "'right' of 'twin' cannot be run, its board lacks port 'aux' (channel D); plug the board in anew, "
                + "or mend the plan")
        let left = try await boards.units(for: RunOrder(bib: "twin", uut: "left", origin: "cli"))
        #expect(left.map(\.instance) == ["left"])
        await boards.apply(plug(.d))
        #expect(try await boards.units(for: order).map(\.instance) == ["left", "right"])
    }

    @Test func aBoardIsWaitedForUntilAllItsUnitsAreWhole() async throws {
        let boards = try bench().boards
        #expect(await !boards.waitForBoard(of: "twin", until: .now))
        await boards.apply(plug(.a, .b))
        async let isThere = boards.waitForBoard(of: "twin", until: .now + .seconds(30))
        await boards.apply(plug(.c, .d))
        #expect(await isThere)
        #expect(try await boards.units(for: order).count == 2)
    }

    @Test func aBoardThatStaysLameIsThereAtTheDeadline() async throws {
        let boards = try bench().boards
        await boards.apply(plug(.a))
        #expect(await boards.waitForBoard(of: "twin", until: .now + .milliseconds(50)))
    }

    @Test func anOrderNeverGetsAPortThatThePoolDoesNotKnow() async throws {
        for _ in 0..<100 {
            let (boards, pool) = try bench()
            async let plugged: Void = boards.apply(plug(.a, .b, .c, .d))
            var units: [UnitToRun] = []
            while units.isEmpty { units = (try? await boards.units(for: order)) ?? [] }
            let known = Set(await pool.ports.map(\.port.id))
            #expect(known.isSuperset(of: units.flatMap(\.ports).map(\.id)))
            await plugged
        }
    }

    /// A second board with the serial number of the first comes and goes.
    @Test func aPortThatIsKnownOtherwiseIsNeverGoneFromWhatIsPublished() async throws {
        let spine = FakeSpine()
        let (boards, pool) = try bench(spine)
        var registry = PortRegistry()
        func device(_ name: String, socket: String) -> TTYDevice {
            TTYDevice(
                syspath: "/sys/devices/\(socket)/\(name)", devnode: "/dev/\(name)", vendorID: "0403", productID: "6001",
                serial: "FT7TWIN", product: "twin", bcdDevice: 0x0600, usbPath: socket, interface: 0)
        }
        let (first, second) = (device("ttyUSB0", socket: "1-1"), device("ttyUSB1", socket: "1-2"))
        for event: DeviceEvent in [.added(first), .added(second), .removed(syspath: second.syspath)] {
            await boards.apply(registry.apply(event))
        }
        #expect(await pool.ports.map(\.port.id) == ["FT7TWIN-A", "usb-1-2-A"])

        var view: [PortID: PortSnapshot] = [:]
        var names: [PortID] = []
        for event in spine.events {
            switch event {
            case .portStatusChanged(let port): view[port.port.id] = port
            case .portForgotten(let id): view[id] = nil
            default: continue
            }
            let shown = view.values.filter { $0.port.usbPath == "1-1" }
            #expect(!shown.isEmpty && shown.allSatisfy { $0.status == .available })
            if let name = shown.first?.port.id, shown.count == 1, names.last != name { names.append(name) }
        }
        #expect(names == ["FT7TWIN-A", "usb-1-1-A", "FT7TWIN-A"])
    }
}
