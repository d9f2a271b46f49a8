/// How an exchange ended, where the line itself did not fail.
public enum ExchangeEnding: Sendable, Hashable {
    /// The conversation had heard enough.
    case finished
    /// Its deadline came first. Where the line was busy with an earlier exchange until then, nothing was sent.
    case deadline
    /// Somebody called ``SerialPort/interrupt()``, or the reactor shuts down.
    case interrupted
}
