import APIClient
import ArgumentParser
import RigModel

struct BIBsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bibs", abstract: "Plans that are loaded, and boards that none fits.",
        discussion: """
            portpool bibs
            portpool bibs --json | jq -r '.unusedBoards[0].stanza'

            A board that no plan fits is shown with a plan for it. Save it under the
            name that its first line says, the BIB's id, in the service's folder of
            plans: it is read at once.
            """)

    @OptionGroup var service: ServiceOptions
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let bibs = try await service.ask { try await $0.bibs() }
        if json { return Terminal.print(try JSONText.of(bibs)) }
        var table = Table("BIB", "UNITS", "PLAN", "FILE")
        for bib in bibs.bibs {
            table.add(
                bib.bibId.rawValue, bib.uuts.map(\.rawValue).joined(separator: ", "), bib.valid ? "valid" : "INVALID",
                bib.file)
        }
        Terminal.print(table.text)
        for bib in bibs.bibs where !bib.valid {
            for error in bib.errors { Terminal.print(Terminal.visible(error)) }
        }
        for board in bibs.unusedBoards {
            let text = "board \(board.boardId) (\(board.chip ?? "?"), '\(board.product)'): \(board.reason ?? "")"
            Terminal.print("\n\(Terminal.visible(text))")
            guard let stanza = board.stanza else { continue }
            for line in stanza.split(separator: "\n", omittingEmptySubsequences: false) {
                Terminal.print(Terminal.visible(String(line)))
            }
        }
    }
}
