import BoardModel
import Testing

/// What the catalogue says of faults is so.
@Suite struct FaultCatalogueTests {
    @Test func itNamesEveryKindOnceAndNoOther() {
        #expect(FaultCatalogue.names == FaultKind.names)
        #expect(Set(FaultCatalogue.names).count == FaultCatalogue.entries.count)
    }

    @Test(arguments: FaultCatalogue.entries) func aKindTakesTheParametersThatItIsSaidToTake(entry: FaultEntry) throws {
        let given = entry.parameters.map { (name: $0.name, value: $0.example) }
        let fault = try Fault(kind: entry.name, parameters: given)
        #expect(fault.kind.name == entry.name)
        for parameter in entry.parameters {
            let others = given.filter { $0.name != parameter.name }
            if parameter.isRequired {
                #expect(throws: FaultError(reasons: ["'\(parameter.name)' is missing"])) {
                    try Fault(kind: entry.name, parameters: others)
                }
            } else {
                _ = try Fault(kind: entry.name, parameters: others)
            }
        }
        // And no others: these are keys that some kind has.
        let names = Set(FaultCatalogue.entries.flatMap(\.parameters).map(\.name)).subtracting(
            entry.parameters.map(\.name))
        for name in names {
            #expect(throws: FaultError.self) { try Fault(kind: entry.name, parameters: given + [(name, "1")]) }
        }
    }

    @Test(arguments: FaultCatalogue.entries) func itsSpecimensAreFaultsOfTheKind(entry: FaultEntry) throws {
        #expect(!entry.specimens.isEmpty)
        for specimen in entry.specimens { #expect(try Fault(argument: specimen).kind.name == entry.name) }
    }

    @Test func whoCannotShowAFaultSaysWhatCan() throws {
        let kind = try Fault(argument: "parity").kind
        #expect(kind.refusal(on: .vm) == nil)
        #expect(kind.refusal(on: .pty) == "parity cannot be shown on a pty; it needs vm")
        #expect(
            try Fault(argument: "held_port").kind.refusal(on: .vm)
                == "held_port cannot be shown on a vm; it needs pty or world")
        for entry in FaultCatalogue.entries where entry.carrier == .board {
            #expect(entry.transports == Set(FaultTransport.allCases), "a board's own faults show everywhere")
        }
    }

    @Test(arguments: [
        ("no_answer", "must-detect past the deadline, else transparent"), ("duplicate_answer", "transparent"),
        ("corrupt_bits", "in-band"), ("partial_line", "must-detect"),
        ("garbage", "must-detect where the plan does not ignore it, else transparent"),
        ("unplug", "must-detect; ERROR"), ("held_port", "must-detect; ERROR naming the holder"),
        ("lost_remove", "transparent after recovery"), ("replug", "must-detect; identity right, or refused"),
    ]) func anOracleReadsAsASentence(name: String, sentence: String) {
        #expect(FaultCatalogue.entry(name)?.oracle.description == sentence)
    }
}
