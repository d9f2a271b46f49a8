extension Fault {
    /// What whoever arms it should know, where it is easily taken for something else.
    public var remark: String? {
        if case .plug(let plug) = kind {
            let isNow = trigger.moment == .idle && !trigger.waitsForLine && trigger.after == .zero
            let now = "the plug is pulled now; boards shows when it is out"
            guard plug == .unplug else { return isNow ? now : nil }
            return isNow
                ? "\(now), and uutsim plug plugs it in again"
                : "once it is out it stays out, until uutsim plug plugs it in again"
        }
        if kind.lasts, let count = wording.first(where: { $0.name == "for" })?.value, Int(count) != nil {
            return "\(kind.name) goes on once it has begun, and for=\(count) is how often it begins; "
                + "for=\(count)s ends it after \(count) s"
        }
        return nil
    }
}
