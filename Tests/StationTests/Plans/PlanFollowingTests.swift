import Foundation
import Logging
import Plans
import PortPool
import RigModel
import SerialIO
import ServiceLifecycle
import Support
import Testing

@testable import Station

@Suite(.timeLimit(.minutes(1))) struct PlanFollowingTests {
    private static func plan(_ bib: String, send: String) -> String {
        """
        version: 1
        bib: \(bib)
        match: { product: \(bib) }
        uuts: [{ id: u, ports: { p: { channel: A } }, test: [{ id: a, send: "\(send)", expect: "." }] }]

        """
    }

    /// Follows `plans` of a folder while `body` works in it.
    ///
    /// - Parameter heard: the folder that the kernel is asked to tell of.
    private func follow(
        hearing heard: String = "plans", _ body: (RigFolder, StationBoards, HealthBoard) async throws -> Void
    ) async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        try folder.write(Self.plan("a", send: "1"), to: "plans/a.yaml")
        let reactor = try Reactor(name: "plans")
        defer { reactor.shutdown() }
        let (spine, health) = (FakeSpine(), HealthBoard())
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let plans = StationPlans("\(folder.path)/plans")
        let boards = StationBoards(
            shelf: plans.shelf, pool: Pool(on: reactor, spine: spine, clocks: .system), spine: spine, health: health,
            logger: logger)
        let following = PlanFollowing(
            folder: PlanFolder("\(folder.path)/plans", loader: .station),
            watch: FolderWatch("\(folder.path)/\(heard)", on: reactor), boards: boards, health: health,
            logger: logger, first: FolderPrint(of: "\(folder.path)/plans"))
        let group = ServiceGroup(configuration: .init(services: [following], logger: logger))
        async let running: Void = group.run()
        try await body(folder, boards, health)
        await group.triggerGracefulShutdown()
        try await running
        // All that changed was told once: the same content is no change.
        let told = spine.events.compactMap { event in if case .planChanged(let status) = event { status } else { nil } }
        #expect(zip(told, told.dropFirst()).allSatisfy { $0 != $1 })
    }

    @Test func aTouchAndAFileOfAnotherKindChangeNothing() async throws {
        try await follow { folder, boards, _ in
            let before = await boards.shelf.statuses
            try folder.write(Self.plan("a", send: "1"), to: "plans/a.yaml")
            try folder.write("not for us", to: "plans/README.md")
            try folder.write(Self.plan("b", send: "1"), to: "plans/b.yaml")
            let after = try await eventually("the plan behind them is there") {
                let statuses = await boards.shelf.statuses
                return statuses.count == 2 ? statuses : nil
            }
            #expect(after.first == before.first)
        }
    }

    @Test func aHundredSavesInARowEndWithTheLast() async throws {
        try await follow { folder, boards, _ in
            for number in 1...100 {
                try folder.write(Self.plan("a", send: "\(number)"), to: "plans/.a.tmp")
                #expect(rename("\(folder.path)/plans/.a.tmp", "\(folder.path)/plans/a.yaml") == 0)
            }
            let last = try PlanLoader.station.load(Array(Self.plan("a", send: "100").utf8), file: "a.yaml")
            _ = try await eventually("the last is in use") {
                await boards.shelf.plan("a")?.hash == last.hash ? true : nil
            }
        }
    }

    @Test func whereTheKernelTellsNothingChangesAreFoundAllTheSameAndThatIsSaid() async throws {
        try await follow(hearing: "nothing") { folder, boards, health in
            _ = try await eventually("it is said") {
                health.status.reasons.contains { $0.contains("are noticed only after some seconds") } ? true : nil
            }
            try folder.write(Self.plan("b", send: "1"), to: "plans/b.yaml")
            _ = try await eventually("it is found") { await boards.shelf.plan("b") }
            try FileManager.default.removeItem(atPath: "\(folder.path)/plans/a.yaml")
            _ = try await eventually("it is gone") { await boards.shelf.plan("a") == nil ? true : nil }
        }
    }

    /// A file that a step sends is a part of its plan, wherever it lies in the folder.
    @Test(arguments: ["firmware.bin", "data/v1/firmware.bin"])
    func aFileThatIsSentIsFollowedAsItsPlanIs(file: String) async throws {
        try await follow { folder, boards, _ in
            let text = Self.plan("b", send: "1").replacing("send: \"1\"", with: "send_file: \(file)")
            try folder.write(text, to: "plans/b.yaml")
            let errors = try await eventually("it is told that the file lacks") {
                let errors = await boards.shelf.errors("b")
                return errors.isEmpty ? nil : errors
            }
            #expect(errors.contains { $0.contains(file) && $0.contains("is not there") })
            try folder.write("one", to: "plans/\(file)")
            let first = try await eventually("the plan is in use") { await boards.shelf.plan("b") }
            #expect(first.sentFiles.map(\.content) == [Array("one".utf8)])
            try folder.write("two", to: "plans/\(file)")
            let second = try await eventually("the plan has changed with it") {
                let plan = await boards.shelf.plan("b")
                return plan?.hash == first.hash ? nil : plan
            }
            #expect(second.sentFiles.map(\.content) == [Array("two".utf8)])
            try FileManager.default.removeItem(atPath: "\(folder.path)/plans/\(file)")
            _ = try await eventually("it is told that the file lacks again") {
                await boards.shelf.errors("b").isEmpty ? nil : true
            }
            #expect(await boards.shelf.plan("b") == second, "the last good version stays in use")
        }
    }

    @Test func aFileThatIsSentAndHalfWrittenLeavesItsPlanAsItWas() async throws {
        try await follow { folder, boards, _ in
            try folder.write("one", to: "plans/firmware.bin")
            try folder.write(
                Self.plan("b", send: "1").replacing("send: \"1\"", with: "send_file: firmware.bin"), to: "plans/b.yaml")
            let first = try await eventually("the plan is in use") { await boards.shelf.plan("b") }
            let file = try #require(FileHandle(forWritingAtPath: "\(folder.path)/plans/firmware.bin"))
            try file.write(contentsOf: Data("tw".utf8))
            try folder.write(Self.plan("c", send: "1"), to: "plans/c.yaml")
            _ = try await eventually("what else happens there is seen") { await boards.shelf.plan("c") }
            #expect(await boards.shelf.plan("b") == first)
            try file.write(contentsOf: Data("o!".utf8))
            try file.close()
            _ = try await eventually("it is whole") {
                let content = await boards.shelf.plan("b")?.sentFiles.first?.content
                return content == Array("two!".utf8) ? true : nil
            }
        }
    }
}
