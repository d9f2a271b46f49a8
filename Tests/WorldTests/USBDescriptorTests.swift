import FTDIChip
import Foundation
import RigModel
import Support
import Testing

@Suite("What sysfs shows of an adapter's USB descriptors", .timeLimit(.minutes(3)))
struct USBDescriptorTests {
    /// `lsusb -v` prints the same fields of a real one.
    private static let fullSpeed = """
        12 01 00 02 00 00 00 08 03 04 01 60 00 06 01 02 03 01
        09 02 20 00 01 01 00 a0 2d
        09 04 00 00 02 ff ff ff 02 07 05 81 02 40 00 00 07 05 02 02 40 00 00
        """
    private static let highSpeed = """
        12 01 00 02 00 00 00 40 03 04 11 60 00 08 01 02 03 01
        09 02 65 00 04 01 00 a0 2d
        09 04 00 00 02 ff ff ff 02 07 05 81 02 00 02 00 07 05 02 02 00 02 00
        09 04 01 00 02 ff ff ff 02 07 05 83 02 00 02 00 07 05 04 02 00 02 00
        09 04 02 00 02 ff ff ff 02 07 05 85 02 00 02 00 07 05 06 02 00 02 00
        09 04 03 00 02 ff ff ff 02 07 05 87 02 00 02 00 07 05 08 02 00 02 00
        """

    private static func bytes(_ text: some StringProtocol) -> [UInt8] {
        text.split(whereSeparator: \.isWhitespace).compactMap { UInt8($0, radix: 16) }
    }

    @Test("an FT232R talks at 12 Mbit/s with packets to fit, an FT4232H at 480; bytes and attributes agree")
    func adapters() async throws {
        let probe = try WorldProbe("descriptors")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            """
            for serial in FT7SENS1 FT7DEMO1; do
                folder=$(dirname $(grep -l "^$serial$" /sys/bus/usb/devices/*/serial)) || exit 2
                for name in speed bMaxPacketSize0 bmAttributes bMaxPower bNumInterfaces bcdDevice; do
                    printf '%s ' $(cat $folder/$name)
                done
                echo; od -An -v -tx1 $folder/descriptors; echo ===
            done
            """)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let parts = outcome.output.split(separator: "===\n").map { $0.split(separator: "\n", maxSplits: 1) }
        try #require(parts.map(\.count) == [2, 2])
        #expect(parts[0][0] == "12 8 a0 90mA 1 0600 ")
        #expect(parts[1][0] == "480 64 a0 90mA 4 0800 ")
        for (part, (chip, wanted)) in zip(parts, [(FTDIChip.ft232r, Self.fullSpeed), (.ft4232h, Self.highSpeed)]) {
            let shown = Self.bytes(part[1])
            #expect(shown == Self.bytes(wanted))
            let own = ChipDescriptors(
                of: ChipIdentity(
                    chip: chip, productID: chip == .ft232r ? 0x6001 : 0x6011, product: "any", serial: "any"))
            #expect(shown == own.device + own.configuration, "as the chip itself tells a kernel")
        }
    }

    @Test("hubs are hubs: class 9, one interrupt endpoint, a supply of their own")
    func hubs() async throws {
        let probe = try WorldProbe("hub-descriptors")
        defer { probe.remove() }
        let outcome = try await probe.sh(
            """
            for device in usb1 1-2; do od -An -v -tx1 /sys/bus/usb/devices/$device/descriptors; echo ===; done
            cat /sys/bus/usb/devices/1-2/bmAttributes /sys/bus/usb/devices/1-2/bMaxPower
            """)
        let parts = outcome.output.components(separatedBy: "===\n")
        try #require(parts.count == 3)
        #expect(
            Self.bytes(parts[0])
                == Self.bytes(
                    """
                    12 01 00 02 09 00 01 40 6b 1d 02 00 06 06 01 02 03 01
                    09 02 19 00 01 01 00 e0 00 09 04 00 00 01 09 00 00 00 07 05 81 03 04 00 0c
                    """))
        #expect(
            Self.bytes(parts[1])
                == Self.bytes(
                    """
                    12 01 00 02 09 00 01 40 e3 05 08 06 36 85 01 02 00 01
                    09 02 19 00 01 01 00 e0 32 09 04 00 00 01 09 00 00 00 07 05 81 03 01 00 0c
                    """))
        #expect(parts[2] == "e0\n100mA\n")
    }
}
