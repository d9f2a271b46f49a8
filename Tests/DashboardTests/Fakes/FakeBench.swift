import RigModel

/// Two plans, one of them with errors, and a board that none fits.
struct FakeBench: BenchInventory {
    static let text = "version: 1\nbib: client_demo\n"
    func plans() async -> [PlanStatus] {
        [Sample.plan("production_test_v2", errors: ["bibs/production_test_v2.yaml:3:1: unknown key"]), Sample.plan()]
    }
    func planText(_ bib: BIBID) async -> String? { bib == "client_demo" ? Self.text : nil }
    func unusedBoards() async -> [UnusedBoard] {
        [
            UnusedBoard(
                board: "FT7DEMO9", chip: .ft2232h, product: "other", serial: "FT7DEMO9", ports: ["FT7DEMO9-A"],
                matching: .unmatched, stanza: "version: 1\n")
        ]
    }
}
