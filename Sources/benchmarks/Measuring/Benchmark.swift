/// Something that can be measured by name.
struct Benchmark: Sendable {
    let name: String
    /// What is measured, for `--list`.
    let about: String
    let measure: @Sendable (BenchmarkOptions) async throws -> [Figure]

    static let all = [
        Benchmark(name: "round-trip", about: "a 16-byte request and its 32-byte reply, on one line and on 64") { _ in
            try await RoundTrip.run()
        },
        Benchmark(name: "runs-one-port", about: "complete runs with log and durable record, one after another") { _ in
            try await RunRate.onePort()
        },
        Benchmark(name: "runs-64", about: "the same on 64 ports at once") { _ in try await RunRate.manyPorts(64) },
        Benchmark(name: "step", about: "a whole step of a run beside a bare round trip") { _ in try await StepCost.run()
        },
        Benchmark(name: "growth", about: "descriptors, threads and memory over many runs (--runs N)") { options in
            try await Growth.over(runs: options.runs)
        },
        Benchmark(
            name: "udev-to-port", about: "from udev's event to the port in the pool, beside a bare listener"
        ) { _ in try DiscoveryBench.singly() },
        Benchmark(name: "plug-burst", about: "from the last event of 64 ports to all of them in the pool") { _ in
            try DiscoveryBench.burst()
        },
    ]
}
