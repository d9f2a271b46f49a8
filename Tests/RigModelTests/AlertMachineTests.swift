import RigModel
import Testing

/// What fires, counts, is acknowledged and resolves, with no clock and no I/O.
@Suite struct AlertMachineTests {
    private static let start = Timestamp(nanoseconds: 1_788_264_000_000_000_000)

    private static func at(_ seconds: Int) -> Timestamp { start.advanced(by: .seconds(seconds)) }

    /// Ids that say when: 26 characters that rise.
    private static func machine() -> AlertMachine {
        AlertMachine { time in
            let digits = "\(time.nanoseconds)"
            return AlertID(String(repeating: "0", count: 26 - digits.count) + digits)
        }
    }

    private static func result(
        _ verdict: Verdict, unit: UUTID = "unit", run: Int = 1, recovers: ExecutionID? = nil
    ) -> ExecutionResult {
        ExecutionResult(
            request: ExecutionRequest(
                id: ExecutionID("run-\(run)"), bib: "demo", uut: unit, instance: UUTInstanceID(unit.rawValue),
                board: "FT7A", ports: [], planHash: "", requestedAt: start, origin: "api", stepCount: 1,
                recovers: recovers),
            verdict: verdict, worstLevel: nil, unitSerial: nil, startedAt: start, endedAt: start, duration: .zero,
            stepsDone: 1, explanation: "TEST step 'rail': OVERVOLT", decidingStep: "rail")
    }

    @Test func aCriticalRunFiresOnceForItsUnitAndCounts() throws {
        var machine = Self.machine()
        let firstFound = machine.ended(Self.result(.critical), at: Self.at(1))
        let first = try #require(firstFound)
        #expect(first.key == AlertKey(rule: .runCritical, subject: "demo/unit"))
        #expect((first.state, first.severity, first.count) == (.firing, .critical, 1))
        #expect(first.summary.contains("demo/unit ended CRITICAL: TEST step 'rail': OVERVOLT"))
        #expect(first.summary.contains("acknowledge"))
        let againFound = machine.ended(Self.result(.critical, run: 2), at: Self.at(5))
        let again = try #require(againFound)
        #expect((again.id, again.count, again.firedAt, again.lastAt) == (first.id, 2, Self.at(1), Self.at(5)))
        #expect(again.execution == "run-2")
        #expect(machine.ended(Self.result(.critical, unit: "other"), at: Self.at(6))?.id != first.id)
        #expect(machine.open.map(\.key.subject) == ["demo/unit", "demo/other"])
    }

    @Test(arguments: Verdict.allCases)
    func onlyAGoodRunOfTheUnitItselfResolvesIt(verdict: Verdict) {
        var machine = Self.machine()
        _ = machine.ended(Self.result(.critical), at: Self.at(1))
        #expect(machine.ended(Self.result(.pass, unit: "other"), at: Self.at(2)) == nil)
        let change = machine.ended(Self.result(verdict, run: 7), at: Self.at(3))
        switch verdict {
        case .pass, .warn:
            #expect(change?.resolution == Alert.Resolution(at: Self.at(3), because: "run run-7 was good"))
            #expect(machine.open.isEmpty && machine.ended.map(\.id) == [change?.id])
        case .critical: #expect(change?.count == 2)
        default: #expect(change == nil && machine.open.count == 1)
        }
    }

    @Test func aRecoveryThatOnlySentStopSaysNothingOfTheUnit() {
        var machine = Self.machine()
        _ = machine.ended(Self.result(.critical), at: Self.at(1))
        #expect(machine.ended(Self.result(.pass, run: 2, recovers: "run-1"), at: Self.at(2)) == nil)
        #expect(machine.open.count == 1)
    }

    @Test func eachReasonFiresAloneAndResolvesWhenItIsGone() throws {
        var machine = Self.machine()
        let full = ServiceTrouble(part: "store", reason: "the store cannot be written: the disk is full")
        let logs = ServiceTrouble(part: "logs", reason: "logs cannot be written: the disk is full")
        #expect(machine.said([], at: Self.at(0)) == [])
        #expect(machine.said([full], at: Self.at(1)).map(\.severity) == [.critical])
        #expect(machine.said([full, logs], at: Self.at(2)).map(\.summary) == [logs.reason])
        #expect(machine.open.last?.severity == .warning)
        #expect(machine.said([full, logs], at: Self.at(3)) == [], "what is said again is no news")
        let over = machine.said([logs], at: Self.at(4))
        #expect(over.map(\.summary) == [full.reason] && over.allSatisfy { $0.state == .resolved })
        let nextFound = machine.said([full, logs], at: Self.at(5)).first
        let next = try #require(nextFound)
        #expect(next.id != over.first?.id, "a reason that comes back is another alert")
    }

    @Test func acknowledgedIsOverOnlyWhereNothingElseIsToBeDone() throws {
        var machine = Self.machine()
        let criticalFound = machine.ended(Self.result(.critical), at: Self.at(1))
        let critical = try #require(criticalFound)
        let trouble = ServiceTrouble(part: "logs", reason: "logs cannot be written")
        let degradedFound = machine.said([trouble], at: Self.at(2)).first
        let degraded = try #require(degradedFound)
        let replaced = machine.replacedStore("the store was damaged", at: Self.at(3))

        for alert in [critical, replaced] {
            let (seen, isNews) = try machine.acknowledge(alert.id, by: "ann", at: Self.at(4))
            #expect(isNews && seen.state == .resolved && seen.acknowledgement?.by == "ann")
            #expect(throws: AlertRefusal.alreadyResolved(alert.id, because: "acknowledged by ann")) {
                try machine.acknowledge(alert.id, by: "bob", at: Self.at(5))
            }
        }
        #expect(try machine.acknowledge(degraded.id, by: "ann", at: Self.at(4)).alert.state == .acknowledged)
        let (again, isNews) = try machine.acknowledge(degraded.id, by: "bob", at: Self.at(6))
        #expect(!isNews && again.acknowledgement == Alert.Acknowledgement(at: Self.at(4), by: "ann"))
        #expect(machine.open.map(\.id) == [degraded.id])
        #expect(machine.said([], at: Self.at(7)).map(\.state) == [.resolved])
        #expect(throws: AlertRefusal.unknownAlert("nowhere")) {
            try machine.acknowledge("nowhere", by: "ann", at: Self.at(8))
        }
    }

    @Test func whatWasOpenComesBackAndGoesWithItsReason() throws {
        var before = Self.machine()
        let criticalFound = before.ended(Self.result(.critical), at: Self.at(1))
        let critical = try #require(criticalFound)
        let troubles = ["logs", "plans"].map { ServiceTrouble(part: $0, reason: "\($0) are not well") }
        let degraded = before.said(troubles, at: Self.at(2))

        var after = Self.machine()
        #expect(after.restore(before.open, at: Self.at(99)) == [])
        #expect(after.open == before.open)
        let changes = after.said([troubles[1]], at: Self.at(100))
        #expect(changes.map(\.id) == [degraded[0].id] && changes[0].state == .resolved)
        #expect(after.ended(Self.result(.critical, run: 9), at: Self.at(101))?.id == critical.id)
        #expect(after.open.map(\.id) == [critical.id, degraded[1].id])
    }

    @Test func oneAlertOfAKeyIsOpenWhateverComesBack() throws {
        var first = Self.machine()
        let stored = first.ended(Self.result(.critical), at: Self.at(1))
        let older = try #require(stored)
        var machine = Self.machine()
        let fired = machine.ended(Self.result(.critical, run: 2), at: Self.at(2))
        let newer = try #require(fired)
        let over = machine.restore([older], at: Self.at(3))
        #expect(over.map(\.id) == [older.id] && over == machine.ended)
        #expect(
            over.first?.resolution == .init(at: Self.at(3), because: "alert \(newer.id) is newer and says the same"))
        #expect(machine.open == [newer])
        #expect(machine.restore([older, newer], at: Self.at(4)) == [], "what is known is not taken up again")
        #expect(machine.open == [newer])
        #expect(first.restore([newer], at: Self.at(5)).map(\.id) == [older.id])
        #expect(first.open == [newer])
    }

    @Test func whatHasEndedIsRememberedUpToABound() {
        var machine = Self.machine()
        for round in 0..<(AlertMachine.rememberedEnds + 20) {
            _ = machine.ended(Self.result(.critical, run: round), at: Self.at(round))
            _ = machine.ended(Self.result(.pass, run: round), at: Self.at(round))
        }
        #expect(machine.ended.count == AlertMachine.rememberedEnds)
        #expect(machine.ended.last?.firedAt == Self.at(AlertMachine.rememberedEnds + 19))
    }
}
