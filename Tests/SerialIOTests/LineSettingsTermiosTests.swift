import CLinux
import RigModel
import Testing

@testable import SerialIO

@Suite struct LineSettingsTermiosTests {
    /// A driver that takes everything.
    private func faithful(_ settings: LineSettings) -> clinux_termios {
        settings.applied(to: clinux_termios())
    }

    @Test(arguments: LineSettings.Parity.allCases, LineSettings.Flow.allCases)
    func whatTheDriverTookIsReadBackAsAsked(_ parity: LineSettings.Parity, _ flow: LineSettings.Flow) {
        for dataBits in UInt8(5)...8 {
            for stopBits in UInt8(1)...2 {
                let settings = LineSettings(
                    baud: 57_600, dataBits: dataBits, parity: parity, stopBits: stopBits, flow: flow,
                    hangUpOnClose: true)
                #expect(settings.refusal(in: faithful(settings)) == nil)
            }
        }
    }

    @Test func aSettingThatTheDriverDroppedIsNamed() {
        let wanted = LineSettings(baud: 9600, dataBits: 7, parity: .even, stopBits: 2, flow: .rtscts)
        func named(_ change: (inout LineSettings) -> Void) -> String? {
            var got = wanted
            change(&got)
            return wanted.refusal(in: faithful(got))?.setting
        }
        #expect(named { $0.baud = 115_200 } == "baud")
        #expect(named { $0.dataBits = 8 } == "data bits")
        #expect(named { $0.parity = .none } == "parity")
        #expect(named { $0.stopBits = 1 } == "stop bits")
        #expect(named { $0.flow = .none } == "flow")
        #expect(named { $0.hangUpOnClose = true } == "hupcl")
    }

    @Test func aRateThatOnlyTheDividerRoundedIsTaken() {
        let wanted = LineSettings(baud: 115_200)
        #expect(wanted.refusal(in: faithful(LineSettings(baud: 115_385))) == nil)
        #expect(
            wanted.refusal(in: faithful(LineSettings(baud: 119_000)))
                == LineSettings.Refusal(setting: "baud", wanted: "115200", got: "119000"))
    }

    @Test func whatNoLineCanDoIsRefusedBeforeTheDriverIsAsked() {
        #expect(LineSettings(baud: 0).impossible?.setting == "baud")
        #expect(LineSettings(dataBits: 9).impossible?.setting == "data bits")
        #expect(LineSettings(stopBits: 3).impossible?.setting == "stop bits")
        #expect(LineSettings().impossible == nil)
    }
}
