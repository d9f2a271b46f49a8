internal import RigModel
internal import StrictYAML

/// Reads a board's file from top to bottom, so that everything that is wrong with it is reported at once.
struct BoardScriptReader {
    let map: YAMLMapping

    func read() -> BoardScript? {
        let name = name(of: "board")
        let usb = map.required("usb")?.mapping(usb)
        let variables = map["vars"].map { $0.mapping(ScriptScope.variables) } ?? [:]
        var scope = ScriptScope(variables: variables.map { Set($0.keys) })
        let channels = map.required("channels").flatMap { self.channels($0, of: usb, scope) }
        scope.channels = channels.map { Set($0.keys) }
        let rules = map["rules"].map { $0.list { RuleReader(scope: scope).read($0) } } ?? []
        if let rules, let channels { check(rules, begunBy: channels) }
        let spontaneous =
            map["spontaneous"].map { $0.list { element in element.mapping { self.spontaneous($0, scope) } } } ?? []
        let opening = map["opening"].map { $0.list { $0.mapping(RuleReader(scope: scope).opening) } } ?? []
        let faults = map["faults"].map { $0.list { FaultReader(scope: scope).read($0) } } ?? []
        if let faults { check(faults) }
        if let faults, let rules, let channels { check(faults, rules, channels) }
        let assertions = map["assert"].map { $0.list { AssertionReader(scope: scope).read($0) } } ?? []
        guard let name, let usb, let variables, let channels, let rules, let spontaneous, let opening, let faults,
            let assertions
        else { return nil }
        return BoardScript(
            name: name, usb: usb, variables: variables, channels: channels, rules: rules, spontaneous: spontaneous,
            opening: opening, faults: faults, assertions: assertions)
    }

    /// A state that no rule leads to is a slip of the pen.
    private func check(_ rules: [Rule], begunBy channels: [Channel: ChannelScript]) {
        let known = Set(channels.values.map(\.start)).union(rules.compactMap(\.nextState))
        for rule in rules {
            for state in rule.states.subtracting(known).sorted() {
                map["rules"]?.report(
                    "nothing leads to the state '\(state)'", at: rule.location,
                    hint: "known: \(known.sorted().joined(separator: ", "))")
            }
        }
    }

    private func check(_ faults: [Fault]) {
        for (index, fault) in faults.enumerated() where faults[..<index].contains(where: { $0.id == fault.id }) {
            map.report("two faults are called '\(fault.id)'", atKey: "faults", hint: "give each an 'id' of its own")
        }
    }

    private func check(_ faults: [Fault], _ rules: [Rule], _ channels: [Channel: ChannelScript]) {
        let known = Set(channels.values.map(\.start)).union(rules.compactMap(\.nextState))
        for fault in faults {
            for state in fault.trigger.states.subtracting(known).sorted() {
                map.report(
                    "the fault '\(fault.id)' waits for the state '\(state)', which nothing leads to", atKey: "faults",
                    hint: "known: \(known.sorted().joined(separator: ", "))")
            }
        }
    }

    func name(of key: String) -> String? {
        guard let value = map.required(key), let name = value.string() else { return nil }
        guard BoardID.isPlainName(name) else {
            value.report("'\(name)' is no name", hint: "use up to 64 of A-Z a-z 0-9 _ . - and no dot in front")
            return nil
        }
        return name
    }

    private func usb(_ map: YAMLMapping) -> USBIdentity? {
        let vendor = map["vid"].map(hexadecimal) ?? 0x0403
        let productID = map.required("pid").flatMap(hexadecimal)
        let product = map.required("product")?.string()
        let manufacturer = map["manufacturer"].map { $0.string() } ?? "FTDI"
        let written = map["chip"].map { $0.choice(FTDIChip.self) }
        guard let vendor, let productID, let product, let manufacturer else { return nil }
        guard let chip = written ?? USBIdentity.chip(productID: productID) else {
            map.report(
                "this product id does not say which chip it is", atKey: "pid",
                hint: "add 'chip', one of \(FTDIChip.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return USBIdentity(
            vendorID: vendor, productID: productID, product: product, manufacturer: manufacturer, chip: chip)
    }

    private func hexadecimal(_ value: YAMLValue) -> UInt16? {
        guard let text = value.string() else { return nil }
        guard text.utf8.count == 4, let number = UInt16(text, radix: 16) else {
            value.report("'\(text)' is no USB id", hint: "write four hexadecimal digits, quoted: \"0403\"")
            return nil
        }
        return number
    }

    private func spontaneous(_ map: YAMLMapping, _ scope: ScriptScope) -> SpontaneousOutput? {
        let channel = map.required("channel").flatMap(scope.channel)
        let every = map.required("every").flatMap(ScriptScope.period)
        let states = map["in"].map { $0.oneOrMany { $0.string() } } ?? []
        let text = map.required("emit").flatMap(scope.template)
        guard let channel, let every, let states, let text else { return nil }
        return SpontaneousOutput(channel: channel, every: every, states: Set(states), text: text)
    }
}
