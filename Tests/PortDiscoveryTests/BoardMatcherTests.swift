import PortDiscovery
import RigModel
import Testing

@Suite struct BoardMatcherTests {
    private func fitting(_ plan: Plan, _ adapter: FakeAdapter) -> Bool {
        var bench = Bench(plans: [plan])
        bench.tell([.resync(adapter.ttys)])
        return bench.map.boards.first.flatMap { bench.map.matching(of: $0.id) } == .matched(plan.bib)
    }

    @Test(arguments: [
        (Plan.fake("p", product: "client_demo", vendorID: nil), true),
        (Plan.fake("p", product: "client", vendorID: nil), false),
        (Plan.fake("p", product: "Client_Demo", vendorID: nil), false),
        (Plan.fake("p", product: nil, vendorID: "0403"), true),
        (Plan.fake("p", product: nil, vendorID: "10c4"), false),
        (Plan.fake("p", product: nil, vendorID: nil, productIDs: ["6010", "6011"]), true),
        (Plan.fake("p", product: nil, vendorID: nil, productIDs: ["6010"]), false),
        (Plan.fake("p", product: nil, vendorID: nil, serial: "^FT"), true),
        (Plan.fake("p", product: nil, vendorID: nil, serial: "^XX"), false),
        // All keys must fit, not any.
        (Plan.fake("p", product: "client_demo", productIDs: ["6011"], serial: "DEMO$"), true),
        (Plan.fake("p", product: "client_demo", productIDs: ["6011"], serial: "^DEMO"), false),
        (Plan.fake("p", product: "other", productIDs: ["6011"], serial: "^FT"), false),
    ])
    func everyKeyThatIsGivenMustFit(plan: Plan, fits: Bool) {
        #expect(fitting(plan, FakeAdapter(serial: "FT7DEMO", product: "client_demo")) == fits)
    }

    @Test func aBlankSerialNumberFitsNoPattern() {
        let adapter = FakeAdapter(serial: nil, product: "client_demo")
        #expect(!fitting(.fake("p", serial: ".*"), adapter))
        #expect(fitting(.fake("p"), adapter))
    }

    @Test func aPatternThatDoesNotEndFitsNothing() {
        let adapter = FakeAdapter(serial: String(repeating: "a", count: 60), product: "client_demo")
        #expect(!fitting(.fake("p", serial: "(a+)+$b"), adapter))
    }

    @Test func aPlanWhosePatternDoesNotCompileIsLeftOutAndSaidSo() {
        let matcher = BoardMatcher([.fake("p", serial: "(")])
        #expect(matcher.warnings.count == 1)
        #expect(matcher.warnings.first?.contains("plan p fits no board") == true)
    }
}
