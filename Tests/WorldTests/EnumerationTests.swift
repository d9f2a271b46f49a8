import Foundation
import Support
import Testing

@Suite("What udev's own tools see in a world", .timeLimit(.minutes(3)))
struct EnumerationTests {
    /// The properties of each device of `udevadm info -e`.
    private func devices(_ text: String) -> [[String: String]] {
        text.components(separatedBy: "\n\n").map { block in
            var properties: [String: String] = [:]
            for line in block.split(separator: "\n") where line.hasPrefix("E: ") {
                let pair = line.dropFirst(3).split(separator: "=", maxSplits: 1)
                if pair.count == 2 { properties[String(pair[0])] = String(pair[1]) }
            }
            return properties
        }
    }

    @Test("the twelve ports of the quiet bench, each with serial number, interface and driver")
    func ports() async throws {
        let probe = try WorldProbe("enum")
        defer { probe.remove() }
        let outcome = try await probe.run(["udevadm", "info", "-e"])
        let ttys = devices(outcome.output).filter { $0["SUBSYSTEM"] == "tty" }
        let seen = Set(ttys.map { "\($0["ID_SERIAL_SHORT"] ?? "-") \($0["ID_USB_INTERFACE_NUM"] ?? "-")" })
        #expect(ttys.count == 12)
        #expect(
            seen == [
                "FT7DEMO1 00", "FT7DEMO1 01", "FT7DEMO1 02", "FT7DEMO1 03", "FT7DEMO2 00", "FT7DEMO2 01",
                "FT7DEMO2 02", "FT7DEMO2 03", "FT7SPARE 00", "FT7SPARE 01", "FT7SENS1 00", "FT7SENS2 00",
            ])
        #expect(ttys.allSatisfy { $0["ID_USB_DRIVER"] == "ftdi_sio" && $0["ID_VENDOR_ID"] == "0403" })
        #expect(Set(ttys.compactMap { $0["DEVNAME"] }).count == 12)
        #expect(ttys.first { $0["DEVNAME"] == "/dev/ttyUSB0" }?["ID_PATH"] == "pci-0000:00:14.0-usb-0:2.1:1.0")
    }

    @Test("nothing that its rules would say differently")
    func rules() async throws {
        let probe = try WorldProbe("rules")
        defer { probe.remove() }
        // Both builtins read the fake /sys as they would the kernel's, `descriptors` included.
        let outcome = try await probe.sh(
            """
            paths="/sys/class/tty/ttyUSB5 /sys/bus/usb/devices/1-2.1"
            for path in $paths; do udevadm info --query=property --path=$path > $FOLDER/${path##*/}; done
            # What is on record already, usb_id leaves out.
            rm /run/udev/data/*
            for path in $paths; do
                cat $FOLDER/${path##*/}; echo ---
                for builtin in usb_id path_id; do udevadm test-builtin $builtin $path 2>/dev/null; done
                echo ===
            done
            """)
        let parts = outcome.output.components(separatedBy: "===\n")
        #expect(parts.count == 3)
        for part in parts.dropLast() {
            let halves = part.components(separatedBy: "---\n")
            let ours = Set(halves[0].split(separator: "\n").filter { $0.hasPrefix("ID_") })
            let theirs = Set((halves.last ?? "").split(separator: "\n").filter { $0.hasPrefix("ID_") })
            #expect(theirs.count > 15)
            #expect(theirs.subtracting(ours).isEmpty, "udev says, and our record does not")
            #expect(
                ours.subtracting(theirs).allSatisfy { $0.contains("_FROM_DATABASE") || $0.hasPrefix("ID_FOR_SEAT") })
        }
    }

    @Test("Debian's own rules with ours run on it as on the real thing")
    func wholeRules() async throws {
        let probe = try WorldProbe("debian")
        defer { probe.remove() }
        let ours = WorldProbe.fixtures.appending(path: "udev/70-portpool.rules").path()
        let outcome = try await probe.sh(
            """
            mkdir -p /run/udev/rules.d && cp \(ours) /run/udev/rules.d || exit 2
            udevadm info --query=property --path=/sys/class/tty/ttyUSB5 | grep -E '^ID_' | sort > $FOLDER/before
            udevadm test /sys/class/tty/ttyUSB5 > $FOLDER/tty 2>&1 || exit 3
            grep -E '^ID_' $FOLDER/tty | sort | diff $FOLDER/before -
            grep -o "60-serial.rules:[0-9]* LINK 'serial/by-id/.*'" $FOLDER/tty | sed 's/.*LINK//'
            grep -c 'GROUP 20$' $FOLDER/tty
            udevadm test /sys/bus/usb/devices/1-2.2 2>/dev/null | grep -E 'MM_|ID_SERIAL='
            udevadm test /sys/bus/usb-serial/devices/ttyUSB5 2>&1 | grep -o "latency_timer' writing '1'"
            """)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.output == """
                1a2
                > ID_MM_PORT_IGNORE=1
                 'serial/by-id/usb-FTDI_production_test_v2_FT7DEMO2-if01-port0'
                2
                ID_SERIAL=FTDI_production_test_v2_FT7DEMO2
                ID_MM_DEVICE_IGNORE=1
                latency_timer' writing '1'

                """, "the rules add what ours say, and nothing else differs")
    }

    @Test("boards that go and come back under another name, in the order of life")
    func hotplug() async throws {
        let probe = try WorldProbe("hotplug")
        defer { probe.remove() }
        let bench = try probe.write(bench: WorldProbe.bench(), board: WorldProbe.board)
        let outcome = try await probe.sh(
            """
            stdbuf -oL udevadm monitor --udev --property --subsystem-match=tty > $FOLDER/events & monitor=$!
            \(WorldProbe.until("grep -q ' 15 .* 00000002 ' /proc/net/netlink"))
            $UUTSIM unplug left > /dev/null || exit 2
            [ -e /dev/ttyUSB0 ] && exit 3; [ -e /sys/class/tty/ttyUSB0 ] && exit 4
            $UUTSIM plug left --as ttyUSB9 > /dev/null || exit 5
            \(WorldProbe.until("grep -q '^DEVNAME=/dev/ttyUSB9' $FOLDER/events"))
            kill $monitor
            grep -E '^(ACTION|DEVNAME|ID_SERIAL_SHORT|ID_USB_INTERFACE_NUM|TAGS)=' $FOLDER/events
            """, bench: bench)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.output == """
                ACTION=remove
                DEVNAME=/dev/ttyUSB0
                ID_SERIAL_SHORT=FT0PROBE
                ID_USB_INTERFACE_NUM=00
                TAGS=:systemd:
                ACTION=add
                DEVNAME=/dev/ttyUSB9
                ID_SERIAL_SHORT=FT0PROBE
                ID_USB_INTERFACE_NUM=00
                TAGS=:systemd:

                """)
    }
}
