internal import RigModel

/// Puts together the figures of GET metrics: runs from the store, processor and memory from the kernel.
actor MetricsReader {
    private let archive: any ExecutionArchive
    private let station: StationFacts
    private let clocks: Clocks
    private let meter = ProcessMeter()
    private var lastReading: (at: ContinuousClock.Instant, usage: ProcessMeter.Usage)?
    private var processorShare = 0.0
    /// The kernel counts in ticks of 10 ms, so that a shorter span would say little.
    private static let shortestSpan = Duration.milliseconds(500)

    init(archive: any ExecutionArchive, station: StationFacts, clocks: Clocks) {
        self.archive = archive
        self.station = station
        self.clocks = clocks
    }

    func read(_ window: MetricsWindow) async throws -> API.Metrics {
        let now = clocks.wall
        let figures = try await archive.figures(from: now.advanced(by: .zero - window.duration), to: now)
        return try metrics(figures, window)
    }

    /// As if nothing had been run: for when the store cannot be read.
    func readWithoutRuns(_ window: MetricsWindow) throws -> API.Metrics {
        try metrics(ExecutionFigures(count: 0, good: 0, bad: 0, errors: 0, averageDuration: nil), window)
    }

    private func metrics(_ figures: ExecutionFigures, _ window: MetricsWindow) throws -> API.Metrics {
        let usage = try meter.usage()
        note(usage)
        let hours = Double(window.duration.components.seconds) / 3_600
        let judged = figures.good + figures.bad
        return API.Metrics(
            successRate: judged == 0 ? nil : Double(figures.good) / Double(judged),
            averageExecutionMs: judged == 0 ? nil : figures.averageDuration.map { Double($0.nanoseconds) / 1e6 },
            executionsPerHour: Double(figures.count) / hours, errorsPerHour: Double(figures.errors) / hours,
            serviceUptimeSeconds: Int(station.uptime(at: clocks.monotonic).components.seconds),
            cpuUsage: processorShare, memoryUsageMB: (Double(usage.residentBytes) / 104_857.6).rounded() / 10,
            n: judged, window: window.description)
    }

    private func note(_ usage: ProcessMeter.Usage) {
        let now = clocks.monotonic
        // The first reading counts from the start of the process, which is that of the service.
        let (since, before) = lastReading.map { ($0.at, $0.usage.processorTime) } ?? (station.began, .zero)
        let span = since.duration(to: now)
        guard span >= Self.shortestSpan || lastReading == nil else { return }
        if span > .zero {
            processorShare = ((usage.processorTime - before) / span * 1_000).rounded() / 10
        }
        lastReading = (now, usage)
    }
}
