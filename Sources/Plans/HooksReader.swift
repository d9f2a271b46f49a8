internal import RigModel
internal import StrictYAML

/// Reads `hooks`: lines to the outside that follow a run, and one that it listens to.
struct HooksReader {
    func read(_ map: YAMLMapping) -> Hooks {
        func output(_ key: String) -> HookOutput? { map[key]?.mapping(readOutput) }
        return Hooks(
            critical: output("critical"), active: output("active"), ready: output("ready"),
            signal: map["signal"]?.mapping(readInput))
    }

    private func readOutput(_ map: YAMLMapping) -> HookOutput? {
        map.atMostOne(of: ["file", "command"])
        let pulse = map["pulse"]?.positiveDuration()
        let deadline = map["deadline"]?.positiveDuration() ?? .seconds(5)
        let file = map["file"], command = map["command"], off = map["off"]
        if off != nil, command == nil {
            map.report("'off' is for a command only", atKey: "off", hint: "to a file 1 and 0 are written")
        }
        let lowering = off?.list().flatMap { readCommand($0, of: off) }
        if let file { return readPath(file).map { HookOutput(.file($0), pulse: pulse, deadline: deadline) } }
        if let command {
            return command.list().flatMap { readCommand($0, of: command) }.map {
                HookOutput(.command($0, off: lowering), pulse: pulse, deadline: deadline)
            }
        }
        map.report("the hook leads nowhere", hint: "give file or command")
        return nil
    }

    private func readInput(_ map: YAMLMapping) -> HookInput? {
        let file = map.required("file").flatMap(readPath)
        let every = map["every"]?.positiveDuration() ?? .milliseconds(100)
        if every < .milliseconds(10) {
            map["every"]?.report("'every' is too often", hint: "at least 10ms")
        }
        return file.map { HookInput(file: $0, every: every) }
    }

    /// The folder that the service runs in is nobody's business here.
    private func readPath(_ value: YAMLValue) -> String? {
        guard let path = value.string() else { return nil }
        guard path.hasPrefix("/"), !path.utf8.contains(0) else {
            value.report("not an absolute path: '\(path)'", hint: "begin it with /")
            return nil
        }
        return path
    }

    private func readCommand(_ words: [YAMLValue], of value: YAMLValue?) -> [String]? {
        guard let program = words.first else {
            value?.report("the command is empty", hint: #"write [ "/path/of/program", "argument" ]"#)
            return nil
        }
        let path = readPath(program)
        let arguments = words.dropFirst().map { word -> String? in
            let text = word.string()
            if text?.utf8.contains(0) == true { word.report("an argument cannot hold a zero byte") }
            return text
        }
        guard let path, !arguments.contains(nil) else { return nil }
        return [path] + arguments.compactMap { $0 }
    }
}
