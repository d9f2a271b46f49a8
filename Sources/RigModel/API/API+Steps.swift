extension API {
    /// A finished step: in GET executions/{id}, and event StepCompleted.
    public struct Step: Codable, Sendable, Hashable {
        public var executionId: ExecutionID
        public var bibId: BIBID
        public var uutId: UUTInstanceID
        public var phase: Phase
        public var iteration: Int
        /// Within the phase, from 0.
        public var index: Int
        /// Within the run, from 0.
        public var ordinal: Int
        public var step: String
        public var port: PortID
        /// Where the command went; absent where that is `port`.
        public var sentOn: PortID?
        public var verdict: Verdict
        public var retried: Bool
        public var startTime: String
        public var durationMs: Int64
        public var explanation: String
        /// Likely causes of a bad verdict; none where the step is good.
        public var hints: [String]
        public var captures: [String: String]
        public var measurements: [Measurement]
        public var attempts: [Attempt]
        public init(_ record: StepRecord, zone: StationZone) {
            executionId = record.execution
            bibId = record.bib
            uutId = record.instance
            phase = record.position.phase
            iteration = record.position.iteration
            index = record.position.index
            ordinal = record.ordinal
            step = record.stepID
            port = record.port
            sentOn = record.sentOn
            verdict = record.verdict
            retried = record.retried
            startTime = zone.rfc3339(record.startedAt)
            durationMs = record.duration.milliseconds
            explanation = record.explanation
            hints = record.hints
            captures = record.captures
            measurements = record.measurements.map(Measurement.init)
            attempts = record.attempts.map { Attempt($0, zone: zone) }
        }
    }

    public struct Measurement: Codable, Sendable, Hashable {
        public var name: String
        /// Absent where the text was not a number.
        public var value: Double?
        public var text: String
        public var unit: String
        public var min: Double?
        public var max: Double?
        public var level: Level
        public init(_ record: MeasurementRecord) {
            name = record.name
            value = record.value.flatMap { $0.isFinite ? $0 : nil }
            text = record.text
            unit = record.unit
            min = record.min
            max = record.max
            level = record.level
        }
    }

    /// One attempt. Bytes as text with the invisible ones made visible, and as hex for who needs them exactly.
    public struct Attempt: Codable, Sendable, Hashable {
        public var number: Int
        public var startTime: String
        public var durationMs: Int64
        /// PASS, WARN, FAIL, CRITICAL, NO_MATCH, TIMEOUT, PHASE_TIMEOUT, ERROR, STOPPED.
        public var outcome: String
        public var explanation: String
        public var sent: String
        public var received: String
        public var discarded: String
        public var leftOver: String
        public var sentHex: String
        public var receivedHex: String
        public init(_ record: AttemptRecord, zone: StationZone) {
            number = record.number
            startTime = zone.rfc3339(record.startedAt)
            durationMs = record.duration.milliseconds
            outcome = record.outcome.name
            explanation = record.explanation
            sent = VisibleBytes.text(record.sent)
            received = VisibleBytes.text(record.received)
            discarded = VisibleBytes.text(record.discarded)
            leftOver = VisibleBytes.text(record.leftOver)
            sentHex = VisibleBytes.hex(record.sent)
            receivedHex = VisibleBytes.hex(record.received)
        }
    }
}

extension VisibleBytes {
    /// Two lower-case digits a byte, nothing between.
    public static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
