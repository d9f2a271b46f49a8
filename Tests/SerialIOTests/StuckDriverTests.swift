import Dispatch
import Glibc
import RigModel
import Support
import Testing

@testable import SerialIO

/// Drivers that do not come back.
@Suite(.timeLimit(.minutes(1))) struct StuckDriverTests {
    @Test func anOpeningThatHangsIsGivenUpAndALineThatComesTooLateIsClosed() async throws {
        try await withReactor { reactor in
            let pipe = try TestPipe()
            // A second descriptor of the writing end stands for the line.
            let line = fcntl(pipe.writing, F_DUPFD_CLOEXEC, 0)
            try #require(line >= 0)
            pipe.closeWriting()
            let driver = DispatchSemaphore(value: 0)
            let error = await #expect(throws: SerialError.self) {
                try await LineOpening(on: reactor, driverTime: .milliseconds(100)).open("/dev/ttyUSB7") {
                    driver.wait()
                    return .success(LineOpener.Line(fd: line, notes: []))
                }
            }
            #expect(error == .openStuck(path: "/dev/ttyUSB7", after: .milliseconds(100)))
            #expect(
                error?.description
                    == "/dev/ttyUSB7: the driver has not answered for 0.1 seconds: unplug the adapter and plug it in again"
            )
            #expect(pipe.readOne() == -1 && errno == EAGAIN, "it is open still")
            driver.signal()
            while pipe.readOne() != 0 { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    @Test func aLineThatStaysStuckIsTriedForAsLongAsADriverMayTake() {
        #expect(LineOpening.driverTime == .seconds(5), "each USB control transfer times out after as long")
    }

    @Test func aCloseThatHangsKeepsNobodyWaitingAndIsNoted() async throws {
        try await withReactor { reactor in
            let (pty, otherPty) = (try await PTYPair(on: reactor), try await PTYPair(on: reactor))
            let port = try await SerialPort.open(pty.path, settings: LineSettings(lowLatency: false), on: reactor)
            let other = try await SerialPort.open(otherPty.path, settings: LineSettings(lowLatency: false), on: reactor)
            let driver = DispatchSemaphore(value: 0)
            await port.close(by: {
                driver.wait()
                _ = Descriptor(owning: $0)
            })
            async let closed: Void = port.close()
            // The reactor goes on meanwhile.
            async let exchange = other.exchange(sending: Array("HELLO\n"), Hearing(), until: later())
            #expect(try await otherPty.readText(6) == "HELLO\n")
            try await otherPty.write("OK\n")
            #expect(try await exchange.ending == .finished)
            await closed
            #expect(
                await port.notes == [
                    "\(pty.path): the driver has not closed the line after 2.0 seconds; it is left to it"
                ])
            await #expect(throws: SerialError.closed(path: pty.path)) {
                try await port.exchange(sending: [], Hearing(), until: later())
            }
            driver.signal()
            // It is free as soon as the driver has let go of it.
            while true {
                do throws(SerialError) {
                    await (try SerialPort.open(pty.path, settings: LineSettings(lowLatency: false), on: reactor))
                        .close()
                    break
                } catch { try await Task.sleep(for: .milliseconds(2)) }
            }
            await other.close()
        }
    }

    @Test(.enabled(if: geteuid() == 0 && access("/usr/bin/setpriv", X_OK) == 0 && access("/usr/bin/flock", X_OK) == 0))
    func aHolderThatIsAnotherUsersIsNamedWhereProcShowsIt() async throws {
        try await withReactor { reactor in
            let pty = try await PTYPair(on: reactor)
            #expect(chmod(pty.path, 0o666) == 0)
            let end = "/tmp/serialio-holder-\(getpid())-\(UInt64.random(in: 0 ... .max))"
            let begun = "\(end)-begun"
            defer {
                unlink(end)
                unlink(begun)
            }
            async let holder = BuiltProgram(path: "/usr/bin/flock").run(
                [pty.path, "/bin/sh", "-c", ": > \(begun); while [ ! -e \(end) ]; do sleep 0.05; done"],
                prefix: ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"], slots: nil)
            // Whoever opens it before would keep the other out, who tries once.
            _ = try await eventually("another has the port") { access(begun, F_OK) == 0 ? true : nil }
            var found: PortHolder?
            do throws(SerialError) {
                await (try SerialPort.open(pty.path, settings: LineSettings(lowLatency: false), on: reactor)).close()
            } catch {
                if case .busy(pty.path, let holder) = error { found = holder }
            }
            if case .process(let pid, let name) = found {
                var status = stat()
                #expect(stat("/proc/\(pid)", &status) == 0 && status.st_uid == 65_534)
                #expect(["flock", "sh", "sleep"].contains(name))
            } else {
                Issue.record("held by \(found as Any)")
            }
            let file = open(end, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
            close(file)
            #expect(try await holder.status == 0)
        }
    }

    @Test func aHolderThatProcDoesNotShowIsSaidToBeUnknown() {
        let busy = SerialError.busy(path: "/dev/ttyUSB7", holder: .unknown)
        #expect(
            busy.description
                == "/dev/ttyUSB7 is held by another user's process (/proc does not show us which): end that program, or "
                + "tell it to leave this port alone")
    }
}

extension SerialPort {
    /// From now on the line is closed so.
    fileprivate func close(by closing: @escaping @Sendable (Int32) -> Void) { self.closing = closing }
}
