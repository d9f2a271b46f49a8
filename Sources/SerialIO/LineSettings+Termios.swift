internal import CLinux
internal import Glibc
internal import RigModel

/// Settings as the driver knows them.
extension LineSettings {
    /// A setting that the driver did not take.
    struct Refusal: Equatable {
        let setting: String
        let wanted: String
        let got: String
    }

    /// How far a driver's real rate may be off before it counts as another rate. A receiver bears about 3 % in all, for both ends.
    private static let rateTolerance = 0.02

    /// What no line can do, found before the driver is asked.
    var impossible: Refusal? {
        if baud == 0 { return Refusal(setting: "baud", wanted: "0", got: "no such rate: 0 means hang up") }
        if !(5...8).contains(dataBits) {
            return Refusal(setting: "data bits", wanted: "\(dataBits)", got: "5, 6, 7 and 8 only")
        }
        if !(1...2).contains(stopBits) {
            return Refusal(setting: "stop bits", wanted: "\(stopBits)", got: "1 and 2 only")
        }
        return nil
    }

    /// Raw mode with these settings; VMIN 1 and VTIME 0, so that a read without data says EAGAIN and 0 means hang-up.
    func applied(to old: clinux_termios) -> clinux_termios {
        var new = old
        // A byte with bad parity is read as NUL rather than believed.
        new.input = (flow == .xonxoff ? clinux_ixon | clinux_ixoff : 0) | (parity == .none ? 0 : clinux_inpck)
        new.output = 0
        // Bit by bit: a pty's owner may have set EXTPROC, to be told of settings.
        new.local &= ~UInt32(ICANON | ECHO | ECHONL | ISIG | IEXTEN)
        new.control &= ~Self.controlMask
        new.control |= clinux_clocal | clinux_cread | dataFlag | parityFlags
        new.control |= clinux_bother | clinux_bother << clinux_input_speed_shift
        if stopBits == 2 { new.control |= clinux_cstopb }
        if flow == .rtscts { new.control |= clinux_crtscts }
        if hangUpOnClose { new.control |= clinux_hupcl }
        new.input_speed = baud
        new.output_speed = baud
        new.minimum = 1
        new.time = 0
        return new
    }

    /// The first setting that is not as asked in what the driver says afterwards.
    func refusal(in got: clinux_termios) -> Refusal? {
        for speed in [got.output_speed, got.input_speed] where !isRate(speed) {
            return Refusal(setting: "baud", wanted: "\(baud)", got: "\(speed)")
        }
        if got.control & clinux_csize != dataFlag {
            return Refusal(setting: "data bits", wanted: "\(dataBits)", got: "\(Self.dataBits(of: got))")
        }
        let gotParity = Self.parity(of: got)
        if gotParity != parity {
            return Refusal(setting: "parity", wanted: parity.rawValue, got: gotParity.rawValue)
        }
        let gotStopBits = got.control & clinux_cstopb == 0 ? 1 : 2
        if gotStopBits != Int(stopBits) {
            return Refusal(setting: "stop bits", wanted: "\(stopBits)", got: "\(gotStopBits)")
        }
        let gotFlow = Self.flow(of: got)
        if gotFlow != flow { return Refusal(setting: "flow", wanted: flow.rawValue, got: gotFlow.rawValue) }
        let gotHangUp = got.control & clinux_hupcl != 0
        if gotHangUp != hangUpOnClose {
            return Refusal(setting: "hupcl", wanted: "\(hangUpOnClose)", got: "\(gotHangUp)")
        }
        if got.local & UInt32(ICANON | ECHO) != 0 || got.output & UInt32(OPOST) != 0 || got.minimum != 1 {
            return Refusal(setting: "raw mode", wanted: "on", got: "off")
        }
        return nil
    }

    /// Whether a rate that a driver reports is the one asked for, up to what dividing the chip's clock costs.
    private func isRate(_ got: UInt32) -> Bool {
        abs(Double(got) - Double(baud)) <= Double(baud) * Self.rateTolerance
    }

    private static var controlMask: UInt32 {
        clinux_speed_mask | clinux_speed_mask << clinux_input_speed_shift | clinux_csize | clinux_cstopb
            | clinux_parenb | clinux_parodd | clinux_cmspar | clinux_crtscts | clinux_hupcl
    }

    private var dataFlag: UInt32 {
        switch dataBits {
        case 5: clinux_cs5
        case 6: clinux_cs6
        case 7: clinux_cs7
        default: clinux_cs8
        }
    }

    private var parityFlags: UInt32 {
        switch parity {
        case .none: 0
        case .even: clinux_parenb
        case .odd: clinux_parenb | clinux_parodd
        case .mark: clinux_parenb | clinux_parodd | clinux_cmspar
        case .space: clinux_parenb | clinux_cmspar
        }
    }

    private static func dataBits(of got: clinux_termios) -> Int {
        switch got.control & clinux_csize {
        case clinux_cs5: 5
        case clinux_cs6: 6
        case clinux_cs7: 7
        default: 8
        }
    }

    private static func parity(of got: clinux_termios) -> Parity {
        guard got.control & clinux_parenb != 0 else { return .none }
        switch (got.control & clinux_parodd != 0, got.control & clinux_cmspar != 0) {
        case (false, false): return .even
        case (true, false): return .odd
        case (true, true): return .mark
        case (false, true): return .space
        }
    }

    private static func flow(of got: clinux_termios) -> Flow {
        if got.control & clinux_crtscts != 0 { return .rtscts }
        return got.input & clinux_ixon != 0 ? .xonxoff : .none
    }
}
