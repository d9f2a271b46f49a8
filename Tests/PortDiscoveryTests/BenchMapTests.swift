import PortDiscovery
import RigModel
import Testing

/// A registry and a bench map in a row, as they are used.
struct Bench {
    var registry = PortRegistry()
    var map: BenchMap

    init(plans: [Plan]) { map = BenchMap(plans: plans) }

    @discardableResult mutating func tell(_ events: [DeviceEvent]) -> [String] {
        events.flatMap { map.apply(registry.apply($0)).brief }
    }
}

@Suite struct BenchMapTests {
    private let sensor = { (socket: String, serial: String, tty: Int) in
        FakeAdapter(
            socket: socket, serial: serial, product: "sensor_node", productID: "6001", bcdDevice: 0x0600, channels: 1,
            firstTTY: tty)
    }
    private let one = Plan.fake("sensor", product: "sensor_node")
    private let many = Plan.fake("sensor", boards: .many, product: "sensor_node")

    @Test func unitsFillUpAsTheirPortsAppear() {
        var bench = Bench(plans: [
            .fake("demo", uuts: [("left", [("aux", .b), ("ctl", .a)]), ("right", [("ctl", .c)])])
        ])
        let adapter = FakeAdapter(serial: "FT1", product: "client_demo", channels: 3)
        #expect(
            bench.tell([.added(adapter.tty(0))]) == [
                "board FT1 demo", "+left ctl=FT1-A#1 no aux", "+right no ctl",
            ])
        #expect(bench.tell([.added(adapter.tty(2))]) == ["~right ctl=FT1-C#1"])
        #expect(bench.map.instances.map(\.isComplete) == [false, true])
        #expect(bench.tell([.added(adapter.tty(1))]) == ["~left aux=FT1-B#1 ctl=FT1-A#1"])
        #expect(bench.map.instances.allSatisfy { $0.isComplete })
        #expect(bench.map.instances.first?["ctl"]?.id == "FT1-A")
        #expect(bench.tell([.removed(syspath: adapter.tty(0).syspath)]) == ["~left aux=FT1-B#1 no ctl"])
        #expect(
            bench.tell([.removed(syspath: adapter.tty(1).syspath), .removed(syspath: adapter.tty(2).syspath)]) == [
                "~left no aux no ctl", "board FT1 gone", "-left", "-right",
            ])
    }

    @Test func aReplugChangesTheIncarnation() {
        var bench = Bench(plans: [one])
        let node = sensor("1-2", "S1", 0)
        bench.tell(node.added)
        bench.tell(node.removed)
        #expect(bench.tell(node.added) == ["board S1 sensor", "+unit ctl=S1-A#2"])
        // Unseen: never gone as far as the map is concerned.
        #expect(bench.tell(sensor("1-2", "S1", 7).added) == ["~unit ctl=S1-A#3"])
    }

    @Test func ofBoardsThatFitAPlanForOneTheFirstKeepsIt() {
        var bench = Bench(plans: [one])
        let first = sensor("1-2", "S9", 0)
        let second = sensor("1-3", "S1", 1)
        let third = sensor("1-4", "S0", 2)
        #expect(bench.tell(first.added) == ["board S9 sensor", "+unit ctl=S9-A#1"])
        #expect(bench.tell(second.added) == ["board S1 surplus sensor"])
        #expect(bench.tell(third.added) == ["board S0 surplus sensor"])
        #expect(bench.map.unusedBoards.map(\.board) == ["S1", "S0"])
        #expect(bench.tell(second.removed + second.added) == ["board S1 gone", "board S1 surplus sensor"])
        // A re-plug that nobody saw does not lose the plan.
        #expect(bench.tell(sensor("1-2", "S9", 5).added) == ["~unit ctl=S9-A#2"])
        // The next in line takes over when the holder is pulled, and gives nothing back.
        #expect(
            bench.tell(sensor("1-2", "S9", 5).removed) == ["board S9 gone", "board S0 sensor", "~unit ctl=S0-A#1"])
        #expect(bench.tell(first.added) == ["board S9 surplus sensor"])
    }

    @Test func manyBoardsOfOnePlanAreUnitsOfTheirOwn() {
        var bench = Bench(plans: [many])
        bench.tell(sensor("1-2", "S1", 0).added)
        #expect(
            bench.tell(sensor("1-3", "S2", 1).added) == ["board S2 sensor", "+unit@S2 ctl=S2-A#1"])
        #expect(bench.map.instances(of: "sensor").map(\.id) == ["unit@S1", "unit@S2"])
    }

    @Test func twoPlansThatFitAreAnErrorAndNeverAGuess() {
        var bench = Bench(plans: [one, .fake("any", product: nil)])
        #expect(bench.tell(sensor("1-2", "S1", 0).added) == ["board S1 ambiguous sensor,any"])
        #expect(bench.map.instances.isEmpty)
        #expect(bench.map.unusedBoards.map(\.board) == ["S1"])
        #expect(bench.map.replacePlans([one]).brief == ["board S1 sensor", "+unit ctl=S1-A#1"])
    }

    @Test func aCloneRenamesTheBoardThatHasThePlanAndDoesNotTakeIt() {
        var bench = Bench(plans: [one])
        let original = sensor("1-9", "S1", 0)
        let clone = sensor("1-1", "S1", 1)
        bench.tell(original.added)
        #expect(
            bench.tell(clone.added) == [
                "board S1 gone", "board usb-1-9 sensor", "board usb-1-1 surplus sensor", "~unit ctl=usb-1-9-A#1",
            ])
        #expect(
            bench.tell(clone.removed) == [
                "board usb-1-1 gone", "board usb-1-9 gone", "board S1 sensor", "~unit ctl=S1-A#2",
            ])
    }

    @Test func plansComeChangeAndGoWhileBoardsStay() {
        var bench = Bench(plans: [])
        bench.tell(sensor("1-2", "S1", 0).added)
        bench.tell(sensor("1-3", "S2", 1).added)
        #expect(bench.map.matching(of: "S1") == .unmatched)
        #expect(
            bench.map.replacePlans([one]).brief == ["board S1 sensor", "board S2 surplus sensor", "+unit ctl=S1-A#1"])
        #expect(bench.map.replacePlans([one]).isEmpty)
        #expect(
            bench.map.replacePlans([many]).brief == [
                "board S2 sensor", "-unit", "+unit@S1 ctl=S1-A#1", "+unit@S2 ctl=S2-A#1",
            ])
        #expect(
            bench.map.replacePlans([]).brief == [
                "board S1 unmatched", "board S2 unmatched", "-unit@S1", "-unit@S2",
            ])
    }

    @Test func unitsOfTwoBIBsMayHaveOneName() {
        var bench = Bench(plans: [one, .fake("demo")])
        bench.tell(sensor("1-2", "S1", 0).added)
        bench.tell(FakeAdapter(socket: "1-3", serial: "FT1", product: "client_demo", channels: 1, firstTTY: 3).added)
        #expect(bench.map.instances.map(\.bib) == ["sensor", "demo"])
        #expect(bench.map.instances.map(\.id) == ["unit", "unit"])
    }

    @Test func aBoardThatNoPlanFitsIsNamedWithItsPorts() throws {
        var bench = Bench(plans: [one])
        bench.tell(
            FakeAdapter(serial: "FT2", product: "Dual RS232", productID: "6010", bcdDevice: 0x0700, channels: 2).added)
        let unused = try #require(bench.map.unusedBoards.first)
        #expect(unused.matching == .unmatched)
        #expect(unused.chip == .ft2232h)
        #expect(unused.ports == ["FT2-A", "FT2-B"])
    }
}
