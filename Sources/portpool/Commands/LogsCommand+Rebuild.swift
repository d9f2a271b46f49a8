import ArgumentParser
import RigModel
import Station

extension LogsCommand {
    struct Rebuild: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes logs anew from the store, where they are not whole.",
            discussion: """
                portpool logs rebuild 01JD3V6T4N0000000000000000
                portpool logs rebuild --since 7d
                portpool logs rebuild --since 2026-09-01 --bib client_demo

                For logs that are missing, lack lines, were never sealed, or are not what
                was sealed; those that are whole stay as they are. A service does this by
                itself for what a full or failing disk has refused; this command is for
                what somebody deleted or changed. It works beside a service, which then
                finds the log by the run's id.

                Steps come from the store, with the times of their attempts. What the store
                has not (notes, the bytes of the safe state) is taken over from the log,
                unless that was altered.
                """)
        @Argument(help: "Ids of runs.") var ids: [String] = []
        @Option(help: "All runs that ended since: \(TimeArgument.forms).", transform: TimeArgument.init(_:))
        var since: TimeArgument?
        @Option(help: "With --since: only this BIB's.") var bib: String?
        @Option(help: "With --since: only this unit's: its id, or unit@board.") var uut: String?
        @OptionGroup var folder: StateFolderOptions
        @Flag(help: "Print JSON.") var json = false

        func validate() throws {
            if ids.isEmpty, since == nil { throw ValidationError("give ids of runs, or --since") }
            if !ids.isEmpty, since != nil || bib != nil || uut != nil {
                throw ValidationError("give ids of runs, or options that choose them")
            }
        }

        func run() async throws {
            var logs: [RebuiltLog] = []
            let unknown = try await folder.rebuild(choice) { log in
                logs.append(log)
                if !json { show(log) }
            }
            guard unknown.isEmpty else {
                Terminal.error("no execution has the id \(unknown.map { "'\($0)'" }.joined(separator: ", "))")
                throw ExitStatus.usage
            }
            if json {
                Terminal.print(try JSONText.of(logs))
            } else {
                func count(_ state: RebuiltLog.State) -> Int { logs.count { $0.state == state } }
                Terminal.print(
                    "\(logs.count) \(logs.count == 1 ? "run" : "runs"): \(count(.rebuilt)) logs rebuilt, "
                        + "\(count(.whole)) whole as they were")
            }
            if logs.contains(where: { $0.state == .failed }) { throw ExitStatus.rigError }
        }

        private var choice: LogUpkeep.Choice {
            if !ids.isEmpty { return .ids(ids.map { ExecutionID($0) }) }
            return .filter(ExecutionFilter(bib: bib.map { BIBID($0) }, uut: uut, from: since?.instant))
        }

        /// What is whole is not worth a line each.
        private func show(_ log: RebuiltLog) {
            let run = "\(log.executionId)  \(log.bibId)/\(log.uutId)"
            switch log.state {
            case .whole: if !ids.isEmpty { Terminal.print("\(run)  is whole: \(log.path ?? "")") }
            case .rebuilt: Terminal.print("\(run)  rebuilt: \(log.path ?? "")")
            case .beingWritten: Terminal.print("\(run)  is left to the service that writes it: \(log.path ?? "")")
            case .underWay: Terminal.print("\(run)  has not ended")
            case .neverBegan: Terminal.print("\(run)  never began, and so has no log")
            case .failed: Terminal.error("\(run): \(log.why ?? "")")
            }
        }
    }
}
