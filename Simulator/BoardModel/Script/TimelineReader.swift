internal import RigModel
internal import StrictYAML

/// Reads one line of a bench's timeline.
struct TimelineReader {
    /// nil: the boards could not be read, so targets are not checked.
    let boards: [String]?

    private enum Verb: String, CaseIterable { case plug, unplug, replug, fault, clear }

    func read(_ value: YAMLValue) -> TimelineEntry? { value.mapping { read($0) } }

    private func read(_ map: YAMLMapping) -> TimelineEntry? {
        let schedule = schedule(map)
        guard let verb = map.required("do")?.choice(Verb.self) else {
            // Which keys may follow cannot be known.
            _ = map.pairs()
            return nil
        }
        let action = action(verb, map)
        guard let schedule, let action else { return nil }
        return TimelineEntry(schedule: schedule, action: action)
    }

    private func schedule(_ map: YAMLMapping) -> TimelineEntry.Schedule? {
        if map.atMostOne(of: ["at", "every"]).isEmpty { map.report("neither 'at' nor 'every' says when") }
        let at = map["at"], every = map["every"]
        if let every { return period(every).map { .every($0) } }
        return at?.durationRange().map { .at(DurationRange($0)) }
    }

    /// What happens to plugs and faults more often than this is no timeline but a flood.
    private static let shortestPeriod = Duration.milliseconds(100)

    private func period(_ every: YAMLValue) -> DurationRange? {
        guard let range = every.durationRange() else { return nil }
        guard range.lowerBound >= Self.shortestPeriod else {
            every.report("'every' is too short for a timeline", hint: "write 100ms or more")
            return nil
        }
        return DurationRange(range)
    }

    private func action(_ verb: Verb, _ map: YAMLMapping) -> BenchAction? {
        switch verb {
        case .plug:
            let tty = tty(map)
            guard let board = board(map), let tty else { return nil }
            return .plug(board: board, tty: tty)
        case .unplug:
            return board(map).map { .unplug(board: $0) }
        case .replug:
            let comeback = Comeback.read(map, .anyBoard, after: .zero)
            guard let board = board(map), let comeback else { return nil }
            return .replug(board: board, comeback)
        case .fault:
            guard let target = map.required("target").flatMap(target) else {
                _ = map.pairs()
                return nil
            }
            // Two lines that arm the same kind are two faults.
            return FaultReader(scope: .anyBoard)
                .read(map, channel: target.channel, numbered: map.location.line)
                .map { .fault(board: target.board, $0) }
        case .clear:
            let board = map["target"].map { _ in self.board(map).map(Optional.some) } ?? .some(nil)
            let id = map["id"].map { $0.string().map(Optional.some) } ?? .some(nil)
            guard let board, let id else { return nil }
            return .clear(board: board, id: id)
        }
    }

    private func tty(_ map: YAMLMapping) -> String?? {
        map["as"].map { ScriptScope.anyBoard.ttyNames($0) } ?? .some(nil)
    }

    /// A whole board: a plug has no channels.
    private func board(_ map: YAMLMapping) -> String? {
        guard let value = map.required("target"), let target = target(value) else { return nil }
        if target.channel != nil {
            value.report("a plug cannot be pulled by the channel", hint: "write '\(target.board)'")
            return nil
        }
        return target.board
    }

    private func target(_ value: YAMLValue) -> BenchTarget? {
        guard let text = value.string() else { return nil }
        guard let boards else { return BenchTarget(board: text) }
        guard let target = BenchTarget(text, among: boards) else {
            value.report(
                "there is no board '\(text)'",
                hint:
                    "the boards are \(boards.joined(separator: ", ")); a channel is written '\(boards.first ?? "left")-B'"
            )
            return nil
        }
        return target
    }
}
