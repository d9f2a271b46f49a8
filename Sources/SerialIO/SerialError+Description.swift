internal import Glibc

extension SerialError {
    public var description: String {
        switch self {
        case .cannotOpen(let path, let call, let code):
            "\(path): \(call): \(errorText(code)); \(Self.advice(code))"
        case .notASerialLine(let path):
            "\(path) is no serial line: name a tty such as /dev/ttyUSB0"
        case .busy(let path, let holder):
            "\(path) is held by \(holder): end that program, or tell it to leave this port alone"
        case .refused(let path, let setting, let wanted, let got):
            "\(path): the driver did not take \(setting) \(wanted), it has \(got): change the plan, or use an adapter that can"
        case .openStuck(let path, let after):
            "\(path): the driver has not answered for \(after): unplug the adapter and plug it in again"
        case .writeStuck(let path, let accepted, let total):
            "\(path): only \(accepted) of \(total) bytes could be sent by the deadline: "
                + "is the unit reading, and does it hold the line by flow control (CTS, XOFF)?"
        case .failed(let path, let call, let code):
            "\(path): \(call): \(errorText(code)); unplug the adapter and plug it in again if this stays"
        case .notWatched(let path, let error):
            "\(path): \(error)"
        case .unplugged(let path):
            "\(path) was unplugged: plug the adapter in again"
        case .closed(let path):
            "\(path) is closed: open it again"
        case .fenced(let path):
            "\(path) was taken away: its lease has ended, get a new one"
        }
    }

    private static func advice(_ code: Int32) -> String {
        switch code {
        case EACCES, EPERM: "add this user to the group of the device (dialout on Debian), or install the udev rule"
        case ENOENT, ENXIO, ENODEV: "plug the adapter in"
        case EMFILE, ENFILE: "raise the limit of open files (ulimit -n)"
        default: "look at the kernel's log (dmesg) for the adapter"
        }
    }
}
