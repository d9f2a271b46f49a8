import PortDiscovery
import RigModel
import Testing

/// Which ports plans name.
@Suite struct NamedPortsTests {
    private let quad: [(id: UUTID, ports: [(String, Channel)])] = [
        ("left", [("ctl", .a), ("aux", .b)]), ("right", [("ctl", .d)]),
    ]

    @Test func aPlanForOneSerialNumberNamesThePortsOfItsUnits() {
        let named = NamedPorts([
            .fake("demo", serial: "^FT7ABCDE$", uuts: quad), .fake("other", serial: "^FT"), .fake("third"),
        ])
        #expect(named.ports.keys.sorted() == ["FT7ABCDE-A", "FT7ABCDE-B", "FT7ABCDE-D"])
        #expect(Set(named.matchings.values) == [.matched("demo")])
        let port = named.ports["FT7ABCDE-D"]
        #expect(port?.board == "FT7ABCDE" && port?.channel == .d && port?.product == "client_demo")
        #expect(port?.devicePath == "" && port?.incarnation == 0)
    }

    /// A pattern that may fit more than one board names none.
    @Test(arguments: ["FT7ABCDE", "^FT7ABCDE", "FT7ABCDE$", "^FT.ABCDE$", "^FT7(A|B)$", "^$", "^FT7 A$", "^FT7\\d$"])
    func otherPatternsNameNone(serial: String) { #expect(NamedPorts([.fake("demo", serial: serial)]).ports.isEmpty) }

    @Test func twoPlansForOneBoardAreAnErrorHereToo() {
        let named = NamedPorts([.fake("one", serial: "^FT7$"), .fake("two", serial: "^FT7$")])
        #expect(named.matchings == ["FT7-A": .ambiguous(["one", "two"])])
    }
}
