internal import RigModel
internal import StrictYAML

/// Reads `levels`, and `expect`, which is short for `levels.pass`.
struct LevelsReader {
    struct Reading {
        /// Of all levels, in the order of trying.
        var patterns: [LocatedPattern] = []
        /// Captured by PASS patterns; nil where one could not be read.
        var passed: [String]? = []
        /// Captured by WARN patterns; nil where one could not be read.
        var warned: [String]? = []
        /// Captured where measurements are taken.
        var measurable: [String]? {
            guard let passed, let warned else { return nil }
            return passed + warned
        }
        var levels: LevelPatterns {
            func texts(_ level: Level) -> [PatternText] { patterns.filter { $0.role == .level(level) }.map(\.text) }
            return LevelPatterns(
                critical: texts(.critical), fail: texts(.fail), warn: texts(.warn), pass: texts(.pass))
        }
    }

    func read(_ map: YAMLMapping) -> Reading {
        var reading = Reading()
        map["levels"]?.mapping { levels in
            if map.has("expect"), levels.has("pass") {
                map.report("'expect' and 'levels.pass' are the same", atKey: "expect", hint: "leave one of them out")
            }
            for level in Level.allCases.reversed() {
                if let value = levels[level.rawValue.lowercased()] { read(value, level, into: &reading) }
            }
            if levels.isEmpty { levels.report("'levels' is empty", hint: "give critical, fail, warn or pass") }
        }
        if let expect = map["expect"] { read(expect, .pass, into: &reading) }
        return reading
    }

    private func read(_ value: YAMLValue, _ level: Level, into reading: inout Reading) {
        if value.isList, value.list()?.isEmpty == true { value.report("no pattern is given") }
        let patterns = value.oneOrMany { $0.pattern(.level(level)) }
        reading.patterns += patterns ?? []
        let captures = patterns?.flatMap(\.captures)
        switch level {
        case .critical, .fail: break
        case .warn: reading.warned = captures
        case .pass: reading.passed = captures
        }
    }
}
