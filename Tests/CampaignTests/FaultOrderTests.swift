import Campaign
import Testing

/// How a fault is asked for by hand.
@Suite struct FaultOrderTests {
    @Test(arguments: [
        (FaultOrder(board: "left", kind: "unplug"), "uutsim fault left unplug"),
        (
            FaultOrder(board: "left-B", kind: "late_answer", parameters: ["on": "^V\\?$", "delay": "20ms"]),
            #"uutsim fault left-B late_answer delay=20ms on='^V\?$'"#
        ),
        (
            FaultOrder(board: "left-A", kind: "replace", parameters: ["with": "IT'S 7"]),
            #"uutsim fault left-A replace with='IT'\''S 7'"#
        ),
        (FaultOrder(board: "left", kind: "replug", parameters: ["serial": ""]), "uutsim fault left replug serial=''"),
        (FaultOrder(board: "left", kind: "netlink_overflow"), "uutsim udev flood"),
    ]) func whatAShellTakes(order: FaultOrder, command: String) {
        #expect("\(order)" == command)
    }
}
