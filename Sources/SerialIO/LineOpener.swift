internal import CLinux
internal import Glibc
internal import RigModel

/// Opens and sets one line: the system calls in their order. They wait for USB, so this runs on a thread of its own.
struct LineOpener: Sendable {
    /// An open line, still a bare number: it crosses a thread inside a copyable value.
    struct Line: Sendable {
        let fd: Int32
        let notes: [String]
    }

    let path: String
    let settings: LineSettings

    /// Locks first, and only then changes settings, so that a line that somebody else uses stays as it is.
    func open() -> Result<Line, SerialError> {
        do throws(SerialError) {
            if let refusal = settings.impossible { throw refused(refusal) }
            let fd = clinux_open_line(path)
            guard fd >= 0 else { throw openError(errno) }
            let descriptor = Descriptor(owning: fd)
            try lock(fd)
            try apply(fd)
            let notes = setOptions(fd)
            return .success(Line(fd: descriptor.release(), notes: notes))
        } catch {
            return .failure(error)
        }
    }

    private func openError(_ code: Int32) -> SerialError {
        var node = clinux_node()
        guard code == EBUSY, clinux_node_of_path(path, &node) == 0 else {
            return .cannotOpen(path: path, call: "open", errno: code)
        }
        return .busy(path: path, holder: .find(node))
    }

    private func lock(_ fd: Int32) throws(SerialError) {
        guard isatty(fd) == 1 else { throw .notASerialLine(path: path) }
        guard flock(fd, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            guard code == EWOULDBLOCK else { throw .cannotOpen(path: path, call: "flock", errno: code) }
            throw .busy(path: path, holder: holder(besides: fd))
        }
        guard clinux_exclusive(fd, 1) == 0 else {
            throw .cannotOpen(path: path, call: "ioctl TIOCEXCL", errno: errno)
        }
    }

    private func apply(_ fd: Int32) throws(SerialError) {
        var termios = clinux_termios()
        guard clinux_termios_get(fd, &termios) == 0 else {
            throw .cannotOpen(path: path, call: "ioctl TCGETS2", errno: errno)
        }
        termios = settings.applied(to: termios)
        guard clinux_termios_set(fd, &termios) == 0 else {
            throw .cannotOpen(path: path, call: "ioctl TCSETS2", errno: errno)
        }
        guard clinux_termios_get(fd, &termios) == 0 else {
            throw .cannotOpen(path: path, call: "ioctl TCGETS2", errno: errno)
        }
        if let refusal = settings.refusal(in: termios) { throw refused(refusal) }
    }

    /// What many adapters cannot do is noted, and is no reason to do without the line.
    private func setOptions(_ fd: Int32) -> [String] {
        var notes: [String] = []
        func attempt(_ what: String, _ status: Int32) {
            if status != 0 { notes.append("\(path): \(what) cannot be set here: \(errorText(errno))") }
        }
        if settings.dtr != .keep {
            attempt("dtr", clinux_modem_change(fd, clinux_modem_dtr, settings.dtr == .on ? 1 : 0))
        }
        if settings.rts != .keep {
            attempt("rts", clinux_modem_change(fd, clinux_modem_rts, settings.rts == .on ? 1 : 0))
        }
        if settings.lowLatency { attempt("low_latency", clinux_low_latency(fd)) }
        return notes
    }

    private func refused(_ refusal: LineSettings.Refusal) -> SerialError {
        .refused(path: path, setting: refusal.setting, wanted: refusal.wanted, got: refusal.got)
    }

    /// Who else has the line open; our own new descriptor does not count.
    private func holder(besides fd: Int32) -> PortHolder {
        var node = clinux_node()
        guard clinux_node_of_descriptor(fd, &node) == 0 else { return .unknown }
        return .find(node, besides: fd)
    }
}
