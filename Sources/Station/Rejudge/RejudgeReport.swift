import Execution
public import RigModel

/// What `portpool rejudge` tells.
public enum RejudgeReport {
    /// A run that would have another verdict, or steps that would.
    public struct Run: Codable, Sendable {
        public let executionId: ExecutionID
        public let uutId: UUTInstanceID
        public let endTime: String?
        public let from: Verdict
        public let to: Verdict
        /// Steps are missing that this plan would have carried out: it would have come to `to`, or to something worse.
        public let isAtBest: Bool
        public let steps: [Step]

        init(_ run: RejudgedRun, zone: StationZone) {
            executionId = run.request.id
            uutId = run.request.instance
            endTime = run.endedAt.map(zone.rfc3339)
            from = run.from
            to = run.to
            isAtBest = run.isAtBest
            steps = run.steps.filter(\.flips).map(Step.init)
        }
    }

    /// A step that would have another verdict.
    public struct Step: Codable, Sendable {
        public let phase: Phase
        public let iteration: Int
        public let step: String
        public let from: Verdict
        public let to: Verdict
        /// The explanation as it is stored.
        public let was: String
        /// Why it would be `to`.
        public let explanation: String
        /// What the record cannot tell.
        public let doubts: [String]

        init(_ step: RejudgedRun.Step) {
            phase = step.position.phase
            iteration = step.position.iteration
            self.step = step.id
            from = step.from
            to = step.to
            was = step.was
            explanation = step.explanation
            doubts = step.doubts
        }
    }

    public struct Totals: Codable, Sendable {
        public private(set) var runs = 0
        public private(set) var flippedRuns = 0
        public private(set) var judgedSteps = 0
        public private(set) var flippedSteps = 0
        /// Of the steps that were judged, those about which the record leaves a doubt.
        public private(set) var doubtfulSteps = 0
        /// Steps that keep their verdict, or have none, because no record tells.
        public private(set) var notJudged: [NotJudged] = []

        public struct NotJudged: Codable, Sendable {
            public let step: String
            public let reason: String
            /// How often.
            public fileprivate(set) var count: Int
        }

        /// Runs that would have another verdict, or steps that would.
        public private(set) var runsWithFlips = 0

        mutating func add(_ run: RejudgedRun) {
            runs += 1
            if run.flips { runsWithFlips += 1 }
            if run.from != run.to { flippedRuns += 1 }
            judgedSteps += run.steps.count
            flippedSteps += run.steps.count(where: \.flips)
            doubtfulSteps += run.steps.count { !$0.doubts.isEmpty }
            for other in run.notJudged {
                let known = notJudged.firstIndex { $0.step == other.step && $0.reason == other.reason.rawValue }
                if let known {
                    notJudged[known].count += 1
                } else {
                    notJudged.append(NotJudged(step: other.step, reason: other.reason.rawValue, count: 1))
                }
            }
        }
    }
}
