internal import RigModel
internal import StrictYAML

extension InspectedPlan {
    /// What is probably not meant in the plan, in the order of the file. It is valid all the same.
    public var findings: [LintFinding] {
        var findings = quotes + unusedResources
        var limits = MatchLimitLint()
        for (uut, places) in zip(plan.uuts, places.uuts) {
            var reachable: [String: Int] = [:]
            for step in Phase.allCases.flatMap({ uut[$0].steps }) {
                guard let own = places.steps[step.id] else { continue }
                let levels = LevelLint(step: step, places: own, framing: uut.port(step.listen)?.framing).findings()
                findings += levels.map(\.finding)
                let good = own.patterns(.level(.pass)).count + own.patterns(.level(.warn)).count
                let lost = levels.count { [.level(.pass), .level(.warn)].contains($0.pattern.role) }
                reachable[step.id] = good - lost
                findings += own.patterns.compactMap { limits.finding(for: $0, in: step.id) }
            }
            findings += ReachLint(uut: uut, places: places, reachable: reachable).findings()
            findings += TimingLint(uut: uut, places: places).findings()
            findings += CaptureLint(uut: uut, places: places).findings()
            findings += unusedPorts(of: uut, places)
        }
        // What comes from `defaults` is found in each step, and stands in one place.
        var seen: Set<SourceKey> = []
        return findings.filter { seen.insert(SourceKey($0)).inserted }
            .sorted { $0.diagnostic.location < $1.diagnostic.location }
    }

    private var unusedResources: [LintFinding] {
        let taken = Set(plan.uuts.flatMap(\.resources))
        return plan.resources.filter { !taken.contains($0) }.compactMap { id in
            places.resources[id].map {
                LintFinding(
                    .unusedResource, "no unit takes the resource '\(id)'", at: $0,
                    hint: "a unit that needs it lists it: resources: [ \(id) ]")
            }
        }
    }

    private func unusedPorts(of uut: UUTPlan, _ places: UUTPlaces) -> [LintFinding] {
        var used = Set(plan.safeState.map { $0.port ?? uut.ports.first?.alias ?? "" })
        for step in Phase.allCases.flatMap({ uut[$0].steps }) {
            switch step.action {
            case .wait, .operator: break
            case .sendText, .sendBytes, .sendFile:
                used.formUnion(step.levels.isEmpty ? [step.port] : [step.port, step.listen])
            case .listen: used.insert(step.listen)
            }
        }
        return uut.ports.filter { !used.contains($0.alias) }.compactMap { port in
            places.ports[port.alias].map {
                LintFinding(
                    .unusedPort, "no step of unit '\(uut.id)' uses port '\(port.alias)'", at: $0,
                    hint: "it is leased all the same; leave it out")
            }
        }
    }
}

/// What makes two findings one.
private struct SourceKey: Hashable {
    var rule: LintRule
    var location: SourceLocation
    /// Two names at one place are two findings; a pattern of the defaults that many steps have is one.
    var message: String

    init(_ finding: LintFinding) {
        rule = finding.rule
        location = finding.diagnostic.location
        switch finding.rule {
        case .matchLimit, .shadowedPattern, .ignoredPattern: message = ""
        default: message = finding.diagnostic.message
        }
    }
}
