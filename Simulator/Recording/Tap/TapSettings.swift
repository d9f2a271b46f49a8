internal import CLinux
internal import Glibc

/// What a program sets on a pseudo terminal that concerns the real line. (Software flow control needs nothing: its bytes pass.)
struct TapSettings: Equatable {
    /// A driver's rate may be so far off the one that was asked for.
    private static let tolerance = 0.02

    var baud: UInt32
    var hasTwoStopBits: Bool
    var hasHardwareFlow: Bool

    /// nil with errno where it is no terminal, or none any more.
    init?(of descriptor: Int32) {
        var settings = clinux_termios()
        guard clinux_termios_get(descriptor, &settings) == 0 else { return nil }
        baud = settings.output_speed
        hasTwoStopBits = settings.control & clinux_cstopb != 0
        hasHardwareFlow = settings.control & clinux_crtscts != 0
    }

    /// Sets a real line so, in raw mode. false with errno where that failed.
    func set(_ descriptor: Int32, frame: TapFrame?) -> Bool {
        var settings = clinux_termios()
        guard clinux_termios_get(descriptor, &settings) == 0 else { return false }
        settings.input = 0
        settings.output = 0
        settings.local &= ~UInt32(ICANON | ECHO | ECHONL | ISIG | IEXTEN)
        settings.minimum = 1
        settings.time = 0
        settings.control |= clinux_clocal | clinux_cread
        setSpeed(&settings)
        let stop = hasTwoStopBits ? clinux_cstopb : 0
        let plain = settings.control & ~TapFrame.mask | clinux_cs8 | stop
        settings.control = frame?.applied(to: settings.control) ?? plain
        settings.control = settings.control & ~clinux_crtscts | (hasHardwareFlow ? clinux_crtscts : 0)
        return clinux_termios_set(descriptor, &settings) == 0
    }

    /// Shows a program, at the master of its terminal, what its line has become.
    func show(_ master: Int32) {
        var settings = clinux_termios()
        guard clinux_termios_get(master, &settings) == 0 else { return }
        setSpeed(&settings)
        settings.control = settings.control & ~clinux_cstopb | (hasTwoStopBits ? clinux_cstopb : 0)
        settings.control = settings.control & ~clinux_crtscts | (hasHardwareFlow ? clinux_crtscts : 0)
        // Where the terminal is gone nobody looks at it.
        _ = clinux_termios_set(master, &settings)
    }

    /// Whether a line that was set so may say that it is so.
    func isTaken(as actual: TapSettings, frame: TapFrame?) -> Bool {
        abs(Double(actual.baud) - Double(baud)) <= Double(baud) * Self.tolerance
            && actual.hasHardwareFlow == hasHardwareFlow && (frame != nil || actual.hasTwoStopBits == hasTwoStopBits)
    }

    private func setSpeed(_ settings: inout clinux_termios) {
        let both = clinux_speed_mask | clinux_speed_mask << clinux_input_speed_shift
        settings.control = settings.control & ~both | clinux_bother | clinux_bother << clinux_input_speed_shift
        settings.input_speed = baud
        settings.output_speed = baud
    }
}
