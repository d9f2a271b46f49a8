import APIClient
import Foundation
import RigModel
import Support
import Testing
import World

/// Plans that come, change and go while the service runs.
@Suite(.timeLimit(.minutes(3))) struct HotPlanTests {
    /// A folder of plans of the test's own.
    private static func own(_ fixtures: String...) -> (RigFolder, inout StationRig.Setup) throws -> Void {
        { folder, setup in
            setup.plans = "\(folder.path)/plans"
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/plans", withIntermediateDirectories: true)
            for name in fixtures { try folder.copy("bibs/\(name).yaml", to: "plans/\(name).yaml") }
        }
    }

    private static func fixture(_ bib: String) throws -> String {
        try String(contentsOfFile: "\(RigFolder.fixtures)/bibs/\(bib).yaml", encoding: .utf8)
    }

    private func bib(
        _ rig: StationRig, _ id: BIBID, _ isWanted: (API.BIB) -> Bool
    ) async throws -> API.BIB {
        try await eventually("plan \(id) is as it should be") {
            try await rig.client.bibs().bibs.first { $0.bibId == id && isWanted($0) }
        }
    }

    @Test("D10: a change holds for the next run, and the run that is under way keeps its plan and stays the only one")
    func aChangeComesAtARunsBoundary() async throws {
        try await StationRig.with(.init(bench: "slow"), prepare: Self.own("production_test_v2")) { rig in
            try await rig.ports()
            let before = try await bib(rig, "production_test_v2") { $0.valid }
            let position = try await rig.client.snapshot().position
            let first = try await rig.start("production_test_v2", "slot1")[0]
            let second = try await rig.start("production_test_v2", "slot1")[0]
            _ = try await rig.events(after: position, until: .inTest([first]))

            let edited = try Self.fixture("production_test_v2").replacing("- { id: off,", with: "- { id: off_now,")
            try rig.folder.write(edited + "# edited\n", to: "plans/production_test_v2.yaml")
            let after = try await bib(rig, "production_test_v2") { $0.planHash != before.planHash }
            #expect(after.valid)
            let active = try await rig.client.executions().active.map(\.executionId)
            #expect(active == [first], "no second run of the same unit beside it")

            let third = try await rig.start("production_test_v2", "slot1")[0]
            let record = try await rig.events(after: position, until: .completed([first, second, third]))
            var hashes: [String?] = []
            for id in [first, second, third] {
                let run = try await rig.client.execution(id)
                #expect(run.result?.verdict == .pass)
                hashes.append(run.result?.planHash)
            }
            // The second was asked for with the plan of then.
            #expect(hashes == [before.planHash, before.planHash, after.planHash])
            let news = try record.events.filter { $0.name == "PlanChanged" }.map {
                try APIClient.decode(API.BIB.self, $0)
            }
            #expect(news.map(\.planHash) == [after.planHash])
        }
    }

    @Test func aPlanThatIsSavedMakesItsBoardUsableAndOneThatIsRemovedUnusable() async throws {
        try await StationRig.with(prepare: Self.own()) { rig in
            try await rig.ports()
            #expect(try await rig.client.bibs().bibs.isEmpty)
            let stanza = try #require(
                try await rig.client.bibs().unusedBoards.first { $0.product == "sensor_node" }?.stanza)
            #expect(stanza.contains("bib: \"sensor_node\""))
            try rig.folder.write(stanza, to: "plans/sensor_node.yaml")
            // One of the two, since the stanza is for one board.
            _ = try await eventually("a board is the plan's") {
                try await rig.client.ports().ports.first { $0.bibId == "sensor_node" }
            }
            let ids = try await rig.start("sensor_node")
            #expect(ids.count == 1)

            try FileManager.default.removeItem(atPath: "\(rig.folder.path)/plans/sensor_node.yaml")
            _ = try await eventually("no board is the plan's") {
                try await rig.client.ports().ports.allSatisfy { $0.bibId == nil } ? true : nil
            }
            #expect(try await rig.client.bibs().bibs.isEmpty)
            let error = await #expect(throws: APIClientError.self) { try await rig.start("sensor_node") }
            if case .problem(let problem)? = error { #expect(problem.status == 422) }
            let result = try await eventually("the run has ended") { try await rig.client.execution(ids[0]).result }
            #expect(!result.planHash.isEmpty)
        }
    }

    /// A board that a plan names by its serial number is missed, and its ports count, until it is there or nobody names it.
    @Test func thePortsOfABoardThatAPlanNamesAreOfflineUntilItIsThere() async throws {
        func plan(_ serial: String) throws -> String {
            try Self.fixture("sensor_node").replacing("pid: \"6001\"", with: "pid: \"6001\", serial: '^\(serial)$'")
        }
        try await StationRig.with(prepare: Self.own()) { rig in
            try await rig.ports()
            try rig.folder.write(try plan("FT7AWAY"), to: "plans/sensor_node.yaml")
            let missed = try await rig.port("FT7AWAY-A") { $0.status == .offline }
            #expect(missed.bibId == "sensor_node" && missed.portName.isEmpty && missed.incarnation == 0)
            let ports = try await rig.client.ports()
            #expect(ports.total == 13 && ports.offline == 1 && ports.available == 12)
            let table = try await BuiltProgram("portpool").run(["ports", "--address", "unix:\(rig.socket)"]).output
            #expect(table.contains("not seen yet; a plan names it") && table.contains("1 offline"))

            try rig.folder.write(try plan("FT7SENS1"), to: "plans/sensor_node.yaml")
            _ = try await rig.port("FT7SENS1-A") { $0.bibId == "sensor_node" && $0.status == .available }
            let after = try await eventually("the other is forgotten") {
                let ports = try await rig.client.ports()
                return ports.total == 12 ? ports : nil
            }
            #expect(after.offline == 0 && after.available == 12)
            _ = try rig.boards.ask(ControlRequest(verb: .unplug, board: "s1"))
            _ = try await rig.port("FT7SENS1-A") { $0.status == .offline && $0.incarnation == 1 }
        }
    }

    @Test func aFileThatIsHalfWrittenOrWrongLeavesTheLastGoodVersionInUse() async throws {
        try await StationRig.with(prepare: Self.own("sensor_node")) { rig in
            try await rig.ports()
            let good = try await bib(rig, "sensor_node") { $0.valid }
            let path = "\(rig.folder.path)/plans/sensor_node.yaml"
            let text = try Self.fixture("sensor_node")
            // A plan by itself, and not what its author is about to write.
            let half = text.replacing("WAKE", with: "NEVER")
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.truncate(atOffset: 0)
            try file.write(contentsOf: Data(half.utf8))
            // Something else happens in the folder meanwhile, and is seen.
            try rig.folder.write("version: 1\n", to: "plans/other.yaml")
            let other = try await bib(rig, "other") { !$0.valid }
            #expect(other.planHash == nil)
            #expect(try await bib(rig, "sensor_node") { _ in true } == good)
            try file.truncate(atOffset: 0)
            try file.seek(toOffset: 0)
            try file.write(contentsOf: Data((text + "nonsense: 1\n").utf8))
            try file.close()
            let broken = try await bib(rig, "sensor_node") { !$0.valid }
            #expect(broken.planHash == good.planHash && broken.uuts == good.uuts)
            #expect(broken.errors.first?.contains("unknown key 'nonsense'") == true)
            let status = try await eventually("the status says so too") {
                let status = try await rig.client.status()
                return status.reasons.contains { $0.contains("the last version without errors stays in use") }
                    ? status : nil
            }
            #expect(status.status == .degraded)
            #expect(try await rig.run("sensor_node", "node@FT7SENS1").result?.planHash == good.planHash)

            // As editors save: a new file in the place of the old.
            try rig.folder.write(text, to: "plans/.sensor_node.yaml.swp")
            #expect(rename("\(rig.folder.path)/plans/.sensor_node.yaml.swp", path) == 0)
            #expect(unlink("\(rig.folder.path)/plans/other.yaml") == 0)
            _ = try await bib(rig, "sensor_node") { $0.valid }
            _ = try await eventually("all is well") {
                try await rig.client.status().status == .running ? true : nil
            }
        }
    }

    @Test func aFolderThatIsALinkOrIsMadeAnewIsFollowed() async throws {
        try await StationRig.with(prepare: { folder, setup in
            setup.plans = "\(folder.path)/plans"
            try folder.copy("bibs/sensor_node.yaml", to: "one/sensor_node.yaml")
            try folder.copy("bibs/client_demo.yaml", to: "two/client_demo.yaml")
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/plans", withDestinationPath: "\(folder.path)/one")
        }) { rig in
            try await rig.ports()
            _ = try await bib(rig, "sensor_node") { $0.valid }
            let plans = "\(rig.folder.path)/plans"
            try FileManager.default.createSymbolicLink(
                atPath: "\(plans).new", withDestinationPath: "\(rig.folder.path)/two")
            #expect(rename("\(plans).new", plans) == 0)
            _ = try await bib(rig, "client_demo") { $0.valid }
            #expect(try await rig.client.bibs().bibs.map(\.bibId) == ["client_demo"])

            #expect(rename(plans, "\(plans).old") == 0)
            let reason = try await eventually("it is told") {
                try await rig.client.status().reasons.first { $0.contains("cannot be read") }
            }
            #expect(reason.contains(plans) && reason.contains("stay in use"))
            #expect(try await rig.client.bibs().bibs.map(\.bibId) == ["client_demo"])
            try rig.folder.copy("bibs/sensor_node.yaml", to: "plans/sensor_node.yaml")
            _ = try await bib(rig, "sensor_node") { $0.valid }
            _ = try await eventually("all is well") {
                try await rig.client.status().status == .running ? true : nil
            }
            // The new folder is listened to as the first was.
            try rig.folder.copy("bibs/client_demo.yaml", to: "plans/client_demo.yaml")
            _ = try await bib(rig, "client_demo") { $0.valid }
        }
    }

    @Test func aFolderOfPlansThatIsNotThereIsToldEverywhere() async throws {
        let outcome = try await StationRig.with(prepare: { folder, setup in setup.plans = "\(folder.path)/nowhere" }) {
            rig in
            let status = try await rig.client.status()
            #expect(status.status == .degraded)
            #expect(status.reasons.contains { $0.contains("\(rig.folder.path)/nowhere") })
            #expect(rig.folder.text(of: "state/logs/service.log").contains("/nowhere"))
        }
        #expect(outcome.errors.contains("/nowhere"))
        let folder = try RigFolder()
        defer { folder.remove() }
        let alone = try await BuiltProgram("portpool").run([
            "run", "demo", "--standalone", "--state", "\(folder.path)/state", "--plans", "\(folder.path)/nowhere",
        ])
        #expect(alone.status == 64)
        #expect(alone.errors.contains("the folder of plans '\(folder.path)/nowhere' cannot be read"))
    }
}
