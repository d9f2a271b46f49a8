internal import Glibc

/// `EX_USAGE` of sysexits.h.
let misuseStatus: Int32 = 64

// A process with two threads cannot enter a world, so before anything asynchronous.
let world = DiscoveryWorld.enter()

do {
    if let world { try await world.run() }
    let options = try BenchmarkOptions(CommandLine.arguments.dropFirst())
    if options.wantsHelp {
        print(BenchmarkOptions.usage)
    } else if options.wantsList {
        for benchmark in Benchmark.all { print("\(benchmark.name)\t\(benchmark.about)") }
    } else {
        for benchmark in options.benchmarks {
            for figure in try await benchmark.measure(options) { print(figure.line) }
            fflush(nil)  // as soon as it is known, into a pipe too
        }
    }
} catch let misuse as BenchmarkOptions.Misuse {
    complain(misuse)
    exit(misuseStatus)
} catch {
    complain("\(error)")
    exit(EXIT_FAILURE)
}
