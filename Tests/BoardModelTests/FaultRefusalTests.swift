import BoardModel
import Testing

/// Faults that are sound by themselves, and can never strike a board because of what its script has.
@Suite struct FaultRefusalTests {
    private static let board = oneChannel(
        """
        rules:
          - { on: '^MEAS (?<rail>\\\\w+)$', reply: "${rail}=${volts:%.2f}" }
        """, vars: "{ volts: 3.30, count: 0 }")

    @Test(
        arguments: [
            (
                "replace:with=V=${volt}",
                "test has nothing named 'volt'; did you mean 'volts'? there are channel, count, rail, volts"
            ),
            ("replace:with=${zzzzzz}", "test has nothing named 'zzzzzz'; there are channel, count, rail, volts"),
            (
                "banner_reboot:text=${nosuch} up",
                "test has nothing named 'nosuch'; there are channel, count, rail, volts"
            ),
            // Nobody has said anything that a pattern could fit.
            ("flood:text=${rail}", "test has nothing named 'rail'; there are channel, count, volts"),
            ("replace:with=${volts} ${channel} ${rail}", nil), ("banner_reboot:text=${count}", nil),
            ("flood:text=${volts}", nil), ("replace:with=$${nosuch}", nil), ("replace:with=${0x00FF}", nil),
        ] as [(String, String?)])
    func aTextThatNamesWhatIsNotThereIsRefused(argument: String, refusal: String?) throws {
        let script = try BoardScript(yaml: Self.board, file: "test.yaml")
        #expect(script.refusal(of: try Fault(argument: argument)) == refusal)
    }
}
