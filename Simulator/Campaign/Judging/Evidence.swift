/// All that a campaign has found out about one run with a fault.
public struct Evidence: Sendable, Hashable {
    public var run: JudgedRun
    /// How often the fault struck; nil where nobody counts.
    public var strikes: Int?
    /// Whether the run's account names who holds the port.
    public var namesHolder = false
    /// One sentence for each port that the service does not know by its right name when the fault is over.
    public var misnamed: [String] = []
    /// What was judged when the fault was over, where that was tried.
    public var afterwards: JudgedRun?
    /// One sentence for each harm that was done.
    public var damage: [String] = []

    public init(run: JudgedRun, strikes: Int?) {
        self.run = run
        self.strikes = strikes
    }
}
