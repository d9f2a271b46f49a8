import FoundationEssentials
import PortDiscovery
import SerialIO
import Testing

/// The real libudev of this machine, whatever is plugged into it. What it makes of boards is tested in a simulated world.
@Suite(.timeLimit(.minutes(3))) struct UdevSourceTests {
    @Test func beginsWithAllThatIsThere() async throws {
        let reactor = try Reactor(name: "udev test")
        let source = try UdevSource(on: reactor)
        let first = try await source.next()
        guard case .resync(let devices) = first else {
            Issue.record("\(String(describing: first))")
            return
        }
        #expect(devices.allSatisfy { $0.driver == "ftdi_sio" })
        await source.close()
        reactor.shutdown()
    }

    @Test func closingEndsTheWait() async throws {
        let reactor = try Reactor(name: "udev test")
        let source = try UdevSource(on: reactor)
        async let last = { () async throws -> DeviceEvent? in
            while let event = try await source.next() {
                // Told once it listens; the wait that follows is the one to end.
                if case .resync = event { Task { await source.close() } }
            }
            return nil
        }()
        #expect(try await last == nil)
        #expect(try await source.next() == nil)
        reactor.shutdown()
    }

    @Test func itEndsWithItsReactor() async throws {
        let reactor = try Reactor(name: "udev test")
        let source = try UdevSource(on: reactor)
        _ = try await source.next()
        async let last = { () async throws -> DeviceEvent? in
            while try await source.next() != nil {}
            return nil
        }()
        reactor.shutdown()
        #expect(try await last == nil)
        await source.close()
    }

    @Test func withoutUdevItSaysLoudlyThatItIsDeaf() async throws {
        let reactor = try Reactor(name: "udev test")
        let source = try UdevSource(on: reactor)
        if FileManager.default.fileExists(atPath: "/run/udev/control") {
            #expect(source.warnings.isEmpty)
        } else {
            #expect(source.warnings.count == 1)
            #expect(source.warnings.first?.contains("/run/udev/control is missing") == true)
        }
        await source.close()
        reactor.shutdown()
    }
}
