/// What the command line asks for.
struct BenchmarkOptions: Sendable {
    /// A command line that cannot be understood; says what would be.
    struct Misuse: Error, CustomStringConvertible {
        let description: String
    }

    static let usage = "usage: benchmarks [--list] [--runs N] [NAME...]"

    /// In the order of asking; all of them where none was named.
    private(set) var benchmarks: [Benchmark] = []
    private(set) var wantsList = false
    private(set) var wantsHelp = false
    /// Of `growth`.
    private(set) var runs = 2_000

    init(_ arguments: some Sequence<String>) throws(Misuse) {
        var arguments = arguments.makeIterator()
        while let argument = arguments.next() {
            switch argument {
            case "--list": wantsList = true
            case "--help", "-h": wantsHelp = true
            case "--runs":
                guard let runs = arguments.next().flatMap({ Int($0) }), runs > 0 else {
                    throw Misuse(description: "--runs needs a number above 0\n\(Self.usage)")
                }
                self.runs = runs
            default:
                guard let benchmark = Benchmark.all.first(where: { $0.name == argument }) else {
                    let names = Benchmark.all.map(\.name).joined(separator: ", ")
                    throw Misuse(description: "there is no benchmark '\(argument)'; there are \(names)\n\(Self.usage)")
                }
                benchmarks.append(benchmark)
            }
        }
        if benchmarks.isEmpty { benchmarks = Benchmark.all }
    }
}
