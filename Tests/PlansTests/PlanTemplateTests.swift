import Plans
import RigModel
import StrictYAML
import Testing

struct PlanTemplateTests {
    @Test(arguments: [
        BoardSignature(product: "Dual RS232-HS", vendorID: "0403", productID: "6010", serial: "FT7DEMO3"),
        BoardSignature(product: "", vendorID: "0403", productID: "6001", serial: "A(1)'x\u{1}é"),
        BoardSignature(product: "", vendorID: "0403", productID: "6001", serial: nil),
        BoardSignature(product: ".hidden/../\"'\\\n\u{7}°", vendorID: "0403", productID: "6014", serial: "1"),
        BoardSignature(product: String(repeating: "x", count: 100), vendorID: "0403", productID: "6015", serial: ""),
        BoardSignature(product: "1: #&*!", vendorID: "0403", productID: "6015", serial: nil),
    ])
    func theTextIsAPlanThatFitsTheBoard(board: BoardSignature) throws {
        let template = PlanTemplate(for: board, channels: [.a, .b])
        var catalog = PlanCatalog()
        catalog.add(Array(template.yaml.utf8), file: "bibs/\(template.bib).yaml", loader: Fixture.loader)
        #expect(catalog.invalid.map(\.problems.description) == [])
        #expect(catalog.matching(of: board) == .matched(template.bib))
        #expect(catalog.plans.first?.uuts.map(\.ports[0].channel) == [.a, .b])
    }

    @Test func readsAsAPersonWouldWriteIt() {
        let board = BoardSignature(product: "Dual RS232-HS", vendorID: "0403", productID: "6010", serial: "FT7DEMO3")
        let expected = """
            # Save as Dual_RS232-HS.yaml in the folder of plans, then say what the units are sent and what they must answer.
            version: 1
            bib: "Dual_RS232-HS"
            description: "Dual RS232-HS"
            boards: one                          # many: the same plan for every board like this
            match: { product: "Dual RS232-HS", vid: "0403", pid: "6010" }
            defaults: { timeout: 2s, eol: crlf }
            uuts:
              - id: uut_a
                ports:
                  main: { channel: A, baud: 115200 }
                test:
                  - { id: identify, send: "ID?", expect: '.', echo: off }   # any answer will do
              - id: uut_b
                ports:
                  main: { channel: B, baud: 115200 }
                test:
                  - { id: identify, send: "ID?", expect: '.', echo: off }   # any answer will do

            """
        #expect(PlanTemplate(for: board, channels: [.a, .b]).yaml == expected)
    }

    @Test func anotherSerialNumberDoesNotFitAPlanMadeForOne() throws {
        let board = BoardSignature(product: "", vendorID: "0403", productID: "6001", serial: "A.B")
        var other = board
        other.serial = "AxB"
        let template = PlanTemplate(for: board, channels: [])
        var catalog = PlanCatalog()
        catalog.add(Array(template.yaml.utf8), file: "\(template.bib).yaml", loader: Fixture.loader)
        #expect(catalog.matching(of: board) == .matched(template.bib))
        #expect(catalog.matching(of: other) == .unmatched)
        #expect(catalog.plans.first?.uuts.map(\.id) == ["uut"])
    }
}
