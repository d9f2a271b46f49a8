import Execution
import Foundation
import Logging
import RigModel
import SerialIO
import ServiceLifecycle
import Support
import Testing

@testable import Station

/// Hooks on real files and real programs.
@Suite(.timeLimit(.minutes(1))) struct StationHooksTests {
    /// Runs the hooks while `body` raises lines; what was asked for is done when this returns.
    private func run(
        _ body: (StationHooks, RigFolder) async throws -> Void, then check: (RigFolder, [String]) async throws -> Void
    ) async throws {
        let folder = try RigFolder()
        defer { folder.remove() }
        let (reactor, spine) = (try Reactor(name: "hooks"), FakeSpine())
        defer { reactor.shutdown() }
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let hooks = StationHooks(on: reactor, spine: spine, clocks: .system, logger: logger)
        let group = ServiceGroup(configuration: .init(services: [hooks], logger: logger))
        async let running: Void = group.run()
        try await body(hooks, folder)
        await group.triggerGracefulShutdown()
        try await running
        let notes = spine.events.compactMap { event in
            if case .logLine(let line) = event { line.content.text } else { nil }
        }
        try await check(folder, notes)
    }

    private let request = HookLinesTests.request(1)

    @Test func aFileIsRaisedAndLoweredAndAllIsLoweredAtTheEnd() async throws {
        try await run { hooks, folder in
            let file = try folder.write("0\n", to: "value")
            let lines = Hooks(active: HookOutput(.file(file)))
            hooks.set(.active, to: true, for: request, lines)
            _ = try await eventually("it is up") { folder.text(of: "value") == "1\n" ? true : nil }
        } then: { folder, notes in
            #expect(folder.text(of: "value") == "0\n")
            #expect(notes == [])
        }
    }

    @Test func aPulseGoesDownByItself() async throws {
        try await run { hooks, folder in
            let file = try folder.write("0", to: "value")
            hooks.set(
                .critical, to: true, for: request,
                Hooks(critical: HookOutput(.file(file), pulse: .milliseconds(50))))
            _ = try await eventually("it is down again") { folder.text(of: "value") == "0" ? true : nil }
        } then: { folder, _ in
            #expect(folder.text(of: "value") == "0")
        }
    }

    @Test func aCommandGetsItsLevelInItsEnvironmentAndCallsKeepTheirOrder() async throws {
        try await run { hooks, folder in
            let log = "\(folder.path)/log"
            let script =
                #"echo "$PORTPOOL_HOOK $PORTPOOL_LEVEL $PORTPOOL_BIB $PORTPOOL_UUT $PORTPOOL_EXECUTION $0 $1" >> "\#(log)""#
            let lines = Hooks(
                active: HookOutput(
                    .command(["/bin/sh", "-c", script, "on", "a b"], off: ["/bin/sh", "-c", script, "off"])))
            hooks.set(.active, to: true, for: request, lines)
            hooks.set(.active, to: false, for: request, lines)
        } then: { folder, notes in
            let run = "demo uut \(request.id)"
            #expect(
                folder.text(of: "log").split(separator: "\n")
                    == ["active 1 \(run) on a b", "active 0 \(run) off "].map { Substring($0) })
            #expect(notes == [])
        }
    }

    @Test func whatFailsIsNotedInTheRunsLog() async throws {
        try await run { hooks, folder in
            let lines: [Hooks] = [
                Hooks(critical: HookOutput(.file("/nowhere/value"), pulse: .milliseconds(1))),
                Hooks(critical: HookOutput(.command(["/nowhere/program"], off: nil), pulse: .milliseconds(1))),
                Hooks(critical: HookOutput(.command(["/bin/sh", "-c", "exit 3"], off: nil), pulse: .milliseconds(1))),
            ]
            for line in lines { hooks.set(.critical, to: true, for: request, line) }
        } then: { _, notes in
            #expect(
                Set(notes) == [
                    "hook critical was not raised: /nowhere/value: No such file or directory",
                    "hook critical was not lowered: /nowhere/value: No such file or directory",
                    "hook critical was not raised: '/nowhere/program': No such file or directory",
                    "hook critical was not raised: '/bin/sh': exit status 3",
                ])
        }
    }

    @Test func aCommandThatHangsIsEndedWithAllItStartedAndHoldsNothingElseUp() async throws {
        try await run { hooks, folder in
            let file = try folder.write("0", to: "value")
            let script = #"sleep 1000 & echo $! > "\#(folder.path)/child"; wait"#
            hooks.set(
                .critical, to: true, for: request,
                Hooks(
                    critical: HookOutput(
                        .command(["/bin/sh", "-c", script], off: nil), pulse: .milliseconds(1),
                        deadline: .seconds(1))))
            hooks.set(.active, to: true, for: request, Hooks(active: HookOutput(.file(file))))
            _ = try await eventually("the other line is up") { folder.text(of: "value") == "1" ? true : nil }
            _ = try await eventually("the child is there") { pid_t(folder.text(of: "child").dropLast()) }
        } then: { folder, notes in
            #expect(notes == ["hook critical was not raised: '/bin/sh' was ended: it took longer than 1.0 seconds"])
            let child = try #require(pid_t(folder.text(of: "child").dropLast()))
            // The signal was sent; the kernel ends the child when it next runs, and whoever has inherited it reaps it.
            _ = try await eventually("the child has ended") {
                let status = (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)) ?? ") Z"
                return status.contains(") Z") ? true : nil
            }
        }
    }
}
