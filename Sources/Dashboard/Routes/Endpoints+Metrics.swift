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
                    answers: [.init(.ok, "The figures", .reference("Metrics"))])
            ) { call in
                let window = try call.query.value(
                    "window", expected: "minutes, hours or days up to a year, such as 30m, 1h or 7d",
                    MetricsWindow.init)
                return .json(try await metrics.read(window ?? .standard))
            }
        ]
    }
}
