internal import Patterns
internal import RigModel
internal import StrictYAML

/// Reads a fault from a mapping: `{ id, kind, when, for }` and the kind's own parameters.
struct FaultReader {
    let scope: ScriptScope

    func read(_ value: YAMLValue) -> Fault? { value.mapping { read($0) } }

    /// - Parameters:
    ///   - channel: the one that is aimed at already.
    ///   - number: follows the kind's name in the id, where the mapping gives none.
    func read(_ map: YAMLMapping, channel: Channel? = nil, numbered number: Int? = nil) -> Fault? {
        let id = map["id"].map { self.id($0).map(Optional.some) } ?? .some(nil)
        let when =
            map["when"].map {
                $0.mapping { map in trigger(map).map { ($0, written(FaultTrigger.keys.sorted(), map)) } }
            }
            ?? (FaultTrigger(), [])
        let limit = map["for"].map(self.limit) ?? Limit()
        let onlyOn = channel ?? map["channel"].flatMap(scope.channel)
        let kind = FaultKind.read(map, in: scope)
        guard let id, let (trigger, conditions) = when, let limit, let kind else { return nil }
        check(kind, trigger, map)
        return Fault(
            id: id ?? kind.name + (number.map { "-\($0)" } ?? ""), kind: kind, trigger: trigger, times: limit.times,
            lifetime: limit.lifetime,
            channel: onlyOn,
            wording: written((FaultCatalogue.entry(kind.name)?.parameters.map(\.name) ?? []) + ["for"], map)
                + conditions)
    }

    /// A word that a person can write behind `clear`.
    private func id(_ value: YAMLValue) -> String? {
        guard let id = value.string() else { return nil }
        guard id.contains(where: { !$0.isWhitespace }) else {
            value.report("'id' is empty", hint: "write a name, by which the fault is cleared, or leave 'id' out")
            return nil
        }
        return id
    }

    /// What is given of these keys, as somebody would write it by hand.
    private func written(_ keys: [String], _ map: YAMLMapping) -> [Fault.Wording] {
        keys.compactMap { key in
            let parts = map[key]?.oneOrMany().filter(\.isScalar).compactMap { $0.string() } ?? []
            return parts.isEmpty ? nil : Fault.Wording(name: key, value: parts.joined(separator: " "))
        }
    }

    private func trigger(_ map: YAMLMapping) -> FaultTrigger? {
        let pattern = map["on"].map { self.pattern($0).map(Optional.some) } ?? .some(nil)
        let hit = map["hit"].map { $0.integer(in: 1...1_000_000).map(Optional.some) } ?? .some(nil)
        let states = map["in"].map { $0.oneOrMany { $0.string() } } ?? []
        let probability = map["prob"].map { scope.share($0).map(Optional.some) } ?? .some(nil)
        let at = map["at"].map(self.at) ?? (.idle, .zero)
        guard let pattern, let hit, let states, let probability, let at else { return nil }
        return FaultTrigger(
            pattern: pattern, hit: hit, states: Set(states), probability: probability, moment: at.moment,
            after: at.after)
    }

    private func pattern(_ value: YAMLValue) -> Pattern? {
        // As where a shell's variable is not set.
        if value.isScalar, value.string()?.isEmpty == true {
            value.report("'on' is empty, which every line fits", hint: "write a pattern, or leave 'on' out")
            return nil
        }
        return scope.pattern(value)
    }

    /// A moment of the plug, or a time: `mid_reply`, `5s`.
    private func at(_ value: YAMLValue) -> (moment: PlugMoment, after: Duration)? {
        guard let text = value.string() else { return nil }
        if text.utf8.first.map({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) == true {
            return value.duration().map { (.idle, $0) }
        }
        return value.choice(PlugMoment.self).map { ($0, .zero) }
    }

    private func check(_ kind: FaultKind, _ trigger: FaultTrigger, _ map: YAMLMapping) {
        if case .plug = kind {
        } else if trigger.moment != .idle {
            map.report(
                "\(kind.name) does not pull the plug", atKey: "when",
                hint: "leave out 'at', or write a time such as 5s")
        }
        let isOpening = trigger.moment == .opening || kind.name == "noise_at_boot"
        if isOpening, trigger.pattern != nil {
            map.report("who opens a port has not sent a line yet", atKey: "when", hint: "leave out 'on'")
        }
    }

    private struct Limit {
        var times: Int?
        var lifetime: Duration?
    }

    /// `for: 2` is twice, `for: 30s` is half a minute.
    private func limit(_ value: YAMLValue) -> Limit? {
        guard let text = value.string() else { return nil }
        // With a sign it is neither, but was meant as a number.
        let digits = text.drop { $0 == "-" || $0 == "+" }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return value.duration().map { Limit(lifetime: $0) }
        }
        guard digits == text, let times = Int(text), (1...1_000_000).contains(times) else {
            value.report(
                "'for' is \(text)", hint: "write how many times, 1 to 1000000, or how long, a duration such as 2s")
            return nil
        }
        return Limit(times: times)
    }
}
