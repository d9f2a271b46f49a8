import FoundationEssentials
import Support
import Testing

/// A pty keeps the exclusive use that a client has claimed until its master is closed, and a board cannot always lift it in
/// time; an adapter's port is free when its client has left.
@Suite("A port is free when whoever has claimed it has left", .timeLimit(.minutes(3)))
struct ExclusiveUseTests {
    private static func script(_ node: String) -> String {
        """
        /usr/bin/python3 \(WorldProbe.clients.path())/claiming_clients.py \(node) || exit 1
        exec 3<>\(node); printf 'HELLO\\r\\n' >&3; timeout 20 head -n1 <&3
        """
    }
    private static let said = "free\nWORLD\r\n"

    @Test("in a world, and where namespaces are forbidden", arguments: [false, true]) func world(isForbidden: Bool)
        async throws
    {
        let probe = try WorldProbe("claims-\(isForbidden)")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let outcome = try await probe.sh(
            Self.script(isForbidden ? "$UUTSIM_WORLD/dev/ttyUSB0" : "/dev/ttyUSB0"), bench: bench,
            options: ["--quiet"], prefix: isForbidden ? WorldProbe.forbidden : [], limit: 90)
        #expect(outcome.output == Self.said, "\(outcome.errors)")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test("on a pty") func pty() async throws {
        let probe = try WorldProbe("claims-pty")
        defer { probe.remove() }
        _ = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let outcome = try await BuiltProgram(path: "/bin/sh").run(
            [
                "-c",
                """
                "$UUTSIM" pty $FOLDER/boards/probe.yaml --link $FOLDER/links > $FOLDER/out & simulator=$!
                \(WorldProbe.until("[ -e $FOLDER/links/ttyUSB0 ]"))
                (\(Self.script("$FOLDER/links/ttyUSB0")))
                kill $simulator; wait $simulator
                """,
            ], prefix: WorldProbe.forbidden,
            environment: ["UUTSIM": probe.simulator.path, "FOLDER": probe.folder.path()], limit: 90)
        #expect(outcome.output == Self.said, "\(outcome.errors)")
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}
