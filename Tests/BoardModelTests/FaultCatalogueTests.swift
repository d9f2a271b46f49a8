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

    @Test(arguments: FaultCatalogue.entries) func aParameterIsSaidToBeForWhereItIsNotRefused(entry: FaultEntry) throws {
        for parameter in entry.parameters {
            let fault = try Fault(
                kind: entry.name,
                parameters: entry.parameters.filter { $0 == parameter || $0.isRequired }.map { ($0.name, $0.example) })
            let places = entry.transports(taking: parameter)
            #expect(!places.isEmpty && places.isSubset(of: entry.transports))
            for transport in FaultTransport.allCases {
                #expect(places.contains(transport) == (fault.kind.refusal(on: transport) == nil), "\(parameter.name)")
            }
        }
    }

    @Test(arguments: [
        ("after", "pty world vm attach"), ("as", "pty world"), ("serial", "world vm attach"),
        ("swap", "world vm attach"),
    ]) func whereABoardCanComeBackAsAnother(parameter: String, places: String) throws {
        let entry = try #require(FaultCatalogue.entry("replug"))
        let taking = entry.transports(taking: try #require(entry.parameters.first { $0.name == parameter }))
        #expect(FaultTransport.allCases.filter(taking.contains).map(\.rawValue).joined(separator: " ") == places)
    }

    @Test(
        arguments: [
            (
                "replug:as=ttyUSB9", .vm,
                "as cannot be given on vm, where the kernel names the ports; it needs pty or world"
            ),
            (
                "replug:serial=FT1", .pty,
                "serial cannot be given on a pty, which has no USB; it needs world, vm or attach"
            ),
            (
                "replug:swap=true", .pty,
                "swap cannot be given on a pty, which has no interfaces; it needs world, vm or attach"
            ),
        ] as [(String, FaultTransport, String)])
    func whatABoardCannotComeBackWithIsNamed(fault: String, transport: FaultTransport, sentence: String) throws {
        #expect(try Fault(argument: fault).kind.refusal(on: transport) == "replug: \(sentence)")
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
