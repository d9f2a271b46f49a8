import GRDB
import RigModel
import Testing

@testable import History

/// Alerts and the audit as the store holds them.
@Suite(.timeLimit(.minutes(1))) struct AlertArchiveTests {
    private static func id(_ number: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: 26 - digits.count) + digits
    }
    private static func alert(_ number: Int, _ rule: AlertRule = .runCritical) -> Alert {
        Alert(
            id: AlertID(id(number)), key: AlertKey(rule: rule, subject: "demo/unit-\(number)"), severity: .critical,
            summary: "look at it", firedAt: .example.advanced(by: .seconds(number)), bib: "demo",
            instance: "unit@FT7A", execution: "run-1")
    }
    private static func order(_ number: Int, _ target: String, of runs: [String]) -> AuditEntry {
        var order = entry(number, .run)
        (order.target, order.detail) = (target, runs.joined(separator: ", "))
        return order
    }

    private static func entry(_ number: Int, _ action: AuditAction = .abort, _ why: String? = nil) -> AuditEntry {
        AuditEntry(
            id: AuditID(id(number)), at: .example.advanced(by: .seconds(number)), actor: "ann (uid 1000)",
            action: action, target: "run-\(number % 2)", detail: "because", outcome: why.map { .refused($0) } ?? .done)
    }

    @Test func anAlertIsOneRowFromItsFiringToItsEnd() async throws {
        let folder = try HistoryFolder()
        let journal = try folder.store().journal()
        try await journal.whileRunning {
            var alert = Self.alert(1)
            await journal.commit(.alertChanged(alert))
            await journal.commit(.alertChanged(Self.alert(2, .serviceDegraded)))
            (alert.count, alert.lastAt, alert.execution) = (3, .example.advanced(by: .seconds(60)), "run-3")
            alert.acknowledgement = .init(at: .example.advanced(by: .seconds(70)), by: "ann")
            await journal.commit(.alertChanged(alert))
            // As after a SIGKILL.
            let left = try folder.copyOfThisInstant().store()
            #expect(try await left.openAlerts() == [alert, Self.alert(2, .serviceDegraded)])
            #expect(try await left.alerts(AlertFilter(states: [.acknowledged]), limit: 9) == [alert])
            alert.resolution = .init(at: .example.advanced(by: .seconds(80)), because: "run run-4 was good")
            await journal.commit(.alertChanged(alert))
            let later = try folder.copyOfThisInstant().store()
            #expect(try await later.openAlerts().map(\.id) == [Self.alert(2).id])
            #expect(try await later.alerts(AlertFilter(states: [.resolved]), limit: 9) == [alert])
            #expect(try await later.storedAlert(alert.id) == alert)
            #expect(try await later.storedAlert(AlertID(Self.id(9))) == nil)
            #expect(try await later.alerts(AlertFilter(), limit: 9).map(\.id) == [Self.alert(2).id, alert.id])
            #expect(try await later.alerts(AlertFilter(before: Self.alert(2).id), limit: 9).map(\.id) == [alert.id])
            #expect(try await later.alerts(AlertFilter(), limit: 1).map(\.id) == [Self.alert(2).id])
        }
        #expect(try folder.readBeside("SELECT count(*) FROM alert", as: Int.self) == [2])
    }

    @Test func theAuditIsReadByPagesTheLatestFirst() async throws {
        let folder = try HistoryFolder()
        let journal = try folder.store().journal()
        try await journal.whileRunning {
            for number in 1...7 {
                await journal.commit(
                    .audited(Self.entry(number, number == 4 ? .quarantine : .abort, number == 5 ? "it is gone" : nil)))
            }
            // A commit that failed may yet have reached the file, and is tried again.
            await journal.commit(.audited(Self.entry(7)))
            let store = try folder.copyOfThisInstant().store()
            var (pages, cursor): ([[AuditEntry]], String?) = ([], nil)
            repeat {
                let page = try await store.audit(AuditFilter(), cursor: cursor, limit: 3)
                pages.append(page.entries)
                cursor = page.nextCursor
            } while cursor != nil
            #expect(pages.map(\.count) == [3, 3, 1])
            #expect(pages.flatMap(\.self).map(\.id.rawValue) == (1...7).reversed().map(Self.id))
            #expect(pages[0][2].outcome == .refused("it is gone"))
            #expect(pages[2][0] == Self.entry(1))
            func found(_ filter: AuditFilter) async throws -> [AuditID] {
                try await store.audit(filter, cursor: nil, limit: 9).entries.map(\.id)
            }
            #expect(try await found(AuditFilter(action: .quarantine)) == [AuditID(Self.id(4))])
            #expect(try await found(AuditFilter(target: "run-0")) == [6, 4, 2].map { AuditID(Self.id($0)) })
            // An order is found by the runs that it began, each of them, and by nothing else of its detail.
            await journal.commit(.audited(Self.order(8, "client_demo", of: ["run-0", "run-77"])))
            let later = try folder.copyOfThisInstant().store()
            for (target, ids) in [
                ("run-77", [8]), ("run-0", [8, 6, 4, 2]), ("client_demo", [8]), ("run-7", []), ("run", []),
            ] {
                let entries = try await later.audit(AuditFilter(target: target), cursor: nil, limit: 9).entries
                #expect(entries.map(\.id) == ids.map { AuditID(Self.id($0)) }, "\(target)")
            }
            let (from, to) = (Timestamp.example.advanced(by: .seconds(2)), Timestamp.example.advanced(by: .seconds(4)))
            #expect(try await found(AuditFilter(from: from, to: to)) == [3, 2].map { AuditID(Self.id($0)) })
            await #expect(throws: InvalidCursor.self) {
                try await store.audit(AuditFilter(), cursor: "no cursor", limit: 3)
            }
        }
    }

    @Test func whereAStepSentIsKept() async throws {
        let folder = try HistoryFolder()
        let run = ExampleRun(1)
        var crossing = run.step(0)
        crossing.sentOn = run.request.ports[1].port
        let steps = [crossing, run.step(1)]
        let journal = try folder.store().journal()
        try await journal.whileRunning {
            journal.post(run.started)
            for step in steps { journal.post(.stepCompleted(step)) }
            await journal.commit(.executionCompleted(run.result()))
        }
        let read = try #require(try await folder.store().execution(run.request.id)).steps
        #expect(read == steps)
        #expect(read.map(\.sentOn) == [run.request.ports[1].port, nil])
    }

    @Test func aDatabaseOfTheSchemaBeforeIsTakenOver() async throws {
        let folder = try HistoryFolder()
        let queue = try DatabaseQueue(path: folder.database)
        try Schema.migrator.migrate(queue, upTo: "quarantines by hand")
        try await queue.write {
            try $0.execute(
                sql: """
                    INSERT INTO serviceStart (epoch, startedAt) VALUES ('0000aaaa', 1);
                    INSERT INTO execution VALUES
                        (1, 'run-1', 1, 'client_demo', 'unit', 'unit', 'FT7DEMO1', '9f86d0', 'api', 8, 1, 2, 3, 1, 'PASS',
                            'PASS', 'SN1', 1, 'all 1 steps passed', NULL, 0, NULL);
                    INSERT INTO step VALUES
                        (1, 1, 0, 'TEST', 1, 0, 'rail', 'FT7DEMO1-A', 'PASS', 0, 2, 1, 'matched');
                    """)
        }
        try queue.close()
        let store = try folder.store()
        #expect(store.damagedFile == nil)
        #expect(try await store.execution("run-1")?.steps.map(\.sentOn) == [nil])
        #expect(try await store.openAlerts().isEmpty)
        #expect(try await store.audit(AuditFilter(), cursor: nil, limit: 9).entries.isEmpty)
    }
}
