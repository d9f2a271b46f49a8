internal import Hummingbird

extension Endpoints {
    var metricsRoutes: [Route] {
        [
            Route(
                .get, ["metrics"],
                Operation(
                    id: "getMetrics", summary: "Figures over the runs that ended in a window up to now",
                    query: [
                        .init(
                            "window", .text(pattern: "^[1-9][0-9]*[mhd]$"),
                            "How far back: 30m, 1h, 7d; at most a year. 1h if absent")
                    ],
                    answers: [
                        .init(
                            .ok,
                            "The figures. successRate and averageExecutionMs are absent, never 0, while no run counts in "
                                + "them (n = 0). executionsPerHour and errorsPerHour count all runs over the whole "
                                + "window, so that 0 is what was measured. Their course over time is not given here: "
                                + "read one window after the other",
                            .reference("Metrics"))
                    ])
            ) { call in
                let window = try call.query.value(
                    "window", expected: "minutes, hours or days up to a year, such as 30m, 1h or 7d",
                    MetricsWindow.init)
                return .json(try await metrics.read(window ?? .standard))
            }
        ]
    }
}
