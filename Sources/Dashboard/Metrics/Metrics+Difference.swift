internal import RigModel

extension API.Metrics {
    /// Whether more has changed than the time and what any process flickers by: less than a percent of processor or a
    /// megabyte of memory is no news.
    func differs(from other: API.Metrics) -> Bool {
        func coarse(_ metrics: API.Metrics) -> API.Metrics {
            var metrics = metrics
            metrics.serviceUptimeSeconds = 0
            metrics.cpuUsage = metrics.cpuUsage.rounded()
            metrics.memoryUsageMB = metrics.memoryUsageMB.rounded()
            return metrics
        }
        return coarse(self) != coarse(other)
    }
}
