import Foundation
import Support
import Testing

/// Services that are not what they should be, tried by a whole campaign each: it finds out and ends with 1.
@Suite(.timeLimit(.minutes(3))) struct BadServiceTests {
    /// Begins a service of another kind: `$PORTPOOL` is the real one; `$plans` and `$state` are what it was given,
    /// and `other NAME VALUE` is its arguments with another value for an option.
    private static func script(_ body: String) throws -> String {
        """
        #!/bin/sh
        PORTPOOL=\(try BuiltProgram("portpool").path)
        given() { echo "$all" | sed "s#.*$1 \\([^ ]*\\).*#\\1#"; }
        other() { echo "$all" | sed "s#$1 [^ ]*#$1 $2#"; }
        all="$*"; plans=$(given --plans); state=$(given --state)
        \(body)

        """
    }

    @Test func aServiceThatTakesSilenceForAWarningIsMistaken() async throws {
        // It serves the plan with one word more than it was given.
        let body = """
            mkdir -p $state/plans
            for plan in $plans/*.yaml; do
                sed 's/^defaults: { /&on_timeout: warn, /' $plan > $state/plans/$(basename $plan)
            done
            exec $PORTPOOL $(other --plans $state/plans)
            """
        let outcome = try await Self.campaign(body, "no_answer", runs: 2, all: "mistaken")
        let mistakes = outcome.output.matches(
            of: #/mistaken: no_answer at sensor_node node \w+: expected must-detect; WARN/#)
        #expect(mistakes.count == 2, "\(outcome.output)")
        // Told at once, and counted.
        #expect(outcome.errors.contains("uutsim: mistaken: no_answer at sensor_node node "))
        #expect(outcome.errors.contains("uutsim: 2 of 2 runs, 2 went wrong\n"))
    }

    @Test func aServiceWhoseLogsLackLinesIsDamaging() async throws {
        // Its state is elsewhere, and where its logs belong come copies without what the boards have said.
        let body = """
            logs=$state/logs; whole=$state/own/logs; mkdir -p $whole $logs
            $PORTPOOL $(other --state $state/own) & service=$!
            trap 'kill -TERM $service' TERM
            while kill -0 $service 2> /dev/null; do
                (cd $whole; find . -name '*.jsonl') | while read log; do
                    [ ! -e $logs/$log ] && grep -q '"type":"seal"' $whole/$log || continue
                    mkdir -p $(dirname $logs/$log)
                    grep -v '"direction":"RX"' $whole/$log > $logs/$log.part; mv $logs/$log.part $logs/$log
                done
                sleep 0.05
            done
            wait $service
            """
        let outcome = try await Self.campaign(body, "stale_answer", runs: 2, all: "damaging")
        let harms = outcome.output.matches(
            of:
                #/damaging: stale_answer at sensor_node node \w+: the log: step \w+, what came: the log has \d+ bytes and the store \d+;/#
        )
        #expect(harms.count == 2, "\(outcome.output)")
    }

    @Test func aServiceThatDiesIsDamagingAndTakesNoMoreRuns() async throws {
        // Of each of the two boards there are two logs before the first fault.
        let body = """
            $PORTPOOL $all & service=$!
            trap 'kill -TERM $service' TERM
            while kill -0 $service 2> /dev/null; do
                if [ "$(find $state/logs -name '*.jsonl' | wc -l)" -gt 4 ]; then
                    kill -KILL $service; wait $service
                    echo 'out of memory'; exit 3
                fi
                sleep 0.05
            done
            wait $service
            """
        let kinds = [
            "no_answer", "late_answer", "stale_answer", "duplicate_answer", "replace", "corrupt_bits", "drop_bytes",
            "partial_line", "wrong_eol", "fragment", "merge",
        ]
        let (outcome, junit) = try await Self.campaign(body, kinds, runs: 12)
        #expect(outcome.status == 1, "\(outcome.output)\(outcome.errors)")
        // Each board may have been in the midst of a run; all runs that nobody had begun are told as such.
        let deaths = outcome.output.matches(
            of: #/damaging: .* at sensor_node node \w+: the service ended: .*out of memory\n/#)
        #expect((1...2).contains(deaths.count), "\(outcome.output)")
        let rest = outcome.output.matches(of: #/not run: .* at sensor_node node \w+: no world was left to try it\n/#)
        #expect(!rest.isEmpty)
        #expect(
            outcome.output.hasSuffix(
                "\n\(deaths.count) of 12 runs went wrong, and \(rest.count) could not be carried out.\n"),
            "\(outcome.output)")
        #expect(outcome.errors.contains(#/uutsim: damaging: .*: the service ended: .*out of memory\n/#))
        #expect(!outcome.errors.contains("12 of 12 runs"))
        #expect(junit.contains("tests=\"12\" failures=\"\(deaths.count)\" skipped=\"\(rest.count)\""))
        #expect(junit.contains("<failure type=\"damaging\" message=\"the service ended: "))
    }

    @Test func aServiceWhosePortsStayInUseIsDamaging() async throws {
        // The real one, and in front of it somebody who shows its ports in use once a run with a fault has begun: of each
        // of the two boards there are two runs before.
        let body = """
            inner=$state/inner.sock; outer=$(given --listen); mkdir -p $state
            $PORTPOOL $(other --listen unix:$inner) & service=$!
            trap 'kill -TERM $service' TERM
            /usr/bin/python3 \(CampaignFolder.clients)/stuck_port.py ${outer#unix:} $inner 4 &
            wait $service; wait $service
            """
        let outcome = try await Self.campaign(body, "stale_answer", runs: 1, all: "damaging")
        let harm = #/damaging: stale_answer at sensor_node node \w+: after the run: FT7SENS\d-A is inUse\n/#
        #expect(outcome.output.contains(harm), "\(outcome.output)")
        #expect(outcome.errors.contains(harm))
    }

    @Test func aServiceThatSendsNoStopIsDamaging() async throws {
        // It serves the plan without its end, and judges all that is left of it rightly.
        let body = """
            mkdir -p $state/plans
            for plan in $plans/*.yaml; do sed '/^    stop:/,$d' $plan > $state/plans/$(basename $plan); done
            exec $PORTPOOL $(other --plans $state/plans)
            """
        let outcome = try await Self.campaign(body, "stale_answer", runs: 2, all: "damaging")
        let missed = #/damaging: stale_answer at sensor_node node \w+: STOP step leave was done 0 times, not once; /#
        #expect(outcome.output.matches(of: missed).count == 2, "\(outcome.output)")
        #expect(outcome.errors.matches(of: missed).count == 2)
        #expect(outcome.output.contains("; STOP step sleep was done 0 times, not once\n"))
    }

    @Test func aServiceThatHasItsStopInTheBooksOnlyIsDamaging() async throws {
        // The steps of that name are done, once each, and wait.
        let body = """
            mkdir -p $state/plans
            for plan in $plans/*.yaml; do
                sed 's/{ id: \\(leave\\|sleep\\), .*/{ id: \\1, wait: 1ms }/' $plan > $state/plans/$(basename $plan)
            done
            exec $PORTPOOL $(other --plans $state/plans)
            """
        let outcome = try await Self.campaign(body, "stale_answer", runs: 2, all: "damaging")
        let missed =
            #/damaging: .* node \w+: STOP step leave did not send 'LEAVE'; STOP step sleep did not send 'SLEEP'\n/#
        #expect(outcome.output.matches(of: missed).count == 2, "\(outcome.output)")
    }

    @Test(arguments: [
        ("exit 0", "exit status 0 before it served anything, and without a word\n"),
        ("echo no such option >&2; exit 7", "exit status 7 before it served anything; it said:\nno such option\n\n"),
        ("kill -KILL $$", "exit status 137 before it served anything, and without a word\n"),
    ]) func aServiceThatServesNothingIsTold(body: String, ending: String) async throws {
        let (outcome, _) = try await Self.campaign(body, ["stale_answer"], runs: 1)
        #expect(outcome.status == 2)
        #expect(outcome.errors.hasSuffix("/service ended with \(ending)"), "\(outcome.errors)")
    }

    /// Runs with faults of one kind, on such a service, that all go wrong in the same way.
    private static func campaign(
        _ body: String, _ kind: String, runs: Int, all judgement: String
    ) async throws -> BuiltProgram.Outcome {
        let (outcome, junit) = try await campaign(body, [kind], runs: runs)
        #expect(outcome.status == 1, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.hasSuffix("\n\(runs) of \(runs) runs went wrong.\n"), "\(outcome.output)")
        #expect(junit.contains("tests=\"\(runs)\" failures=\"\(runs)\" skipped=\"0\""))
        #expect(junit.split(separator: "<failure type=\"\(judgement)\"").count == runs + 1)
        return outcome
    }

    /// Runs with faults of these kinds, on such a service.
    private static func campaign(
        _ body: String, _ kinds: [String], runs: Int
    ) async throws -> (outcome: BuiltProgram.Outcome, junit: String) {
        let folder = try CampaignFolder()
        defer { folder.remove() }
        let service = "\(folder.path)/service"
        try folder.write(script(body), to: "service")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: service)
        let outcome = try await folder.campaign(
            [
                "\(CampaignFolder.fixtures)/bibs/sensor_node.yaml", "--bench",
                "\(CampaignFolder.fixtures)/benches/fast.yaml", "--service", service, "--runs", "\(runs)", "--seed",
                "5",
                "--worlds", "1", "--junit", "\(folder.path)/junit.xml",
            ] + kinds.flatMap { ["--kind", $0] })
        return (outcome, (try? String(contentsOfFile: "\(folder.path)/junit.xml", encoding: .utf8)) ?? "")
    }
}
