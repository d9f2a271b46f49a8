internal import CLinux

/// What a driver has counted against a line since its adapter was plugged in.
public struct LineErrors: Sendable, Hashable, CustomStringConvertible {
    /// Reads the counters of an open descriptor; nil where the driver has none, as a pseudo terminal's.
    public typealias Reader = @Sendable (Int32) -> LineErrors?

    /// Bytes that the adapter had no room for.
    public var overruns: UInt32
    /// Bytes that the driver had no room for.
    public var bufferOverruns: UInt32
    /// Bytes without the stop bit that was expected.
    public var framing: UInt32
    public var parity: UInt32
    /// How often the line was held down for longer than a byte. Some drivers, ftdi_sio among them, count a framing error
    /// with each.
    public var breaks: UInt32

    public init(
        overruns: UInt32 = 0, bufferOverruns: UInt32 = 0, framing: UInt32 = 0, parity: UInt32 = 0, breaks: UInt32 = 0
    ) {
        self.overruns = overruns
        self.bufferOverruns = bufferOverruns
        self.framing = framing
        self.parity = parity
        self.breaks = breaks
    }

    /// Asks the driver: one system call.
    public static let driver: Reader = { descriptor in
        var counted = clinux_line_errors()
        guard clinux_line_errors_get(descriptor, &counted) == 0 else { return nil }
        return LineErrors(
            overruns: counted.overruns, bufferOverruns: counted.buffer_overruns, framing: counted.framing,
            parity: counted.parity, breaks: counted.breaks)
    }

    /// What was counted after an earlier reading. The driver's counters start anew at 2^32.
    public func since(_ earlier: LineErrors) -> LineErrors {
        LineErrors(
            overruns: overruns &- earlier.overruns, bufferOverruns: bufferOverruns &- earlier.bufferOverruns,
            framing: framing &- earlier.framing, parity: parity &- earlier.parity,
            breaks: breaks &- earlier.breaks)
    }

    public var isEmpty: Bool { self == LineErrors() }
    /// Whether bytes came that nobody has had.
    public var hasLostBytes: Bool { overruns > 0 || bufferOverruns > 0 }

    /// `3 overruns, 1 framing error`.
    public var description: String {
        let counts = [
            (overruns, "overrun"), (bufferOverruns, "buffer overrun"), (breaks, "break"), (framing, "framing error"),
            (parity, "parity error"),
        ]
        return counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }.joined(separator: ", ")
    }
}

extension SerialPort {
    /// What the driver has counted against the line so far; nil where it does not count, or the line is closed.
    public var errorsCounted: LineErrors? { descriptor == nil ? nil : reactor.countErrors(fd) }
}
