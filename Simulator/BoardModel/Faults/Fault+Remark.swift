extension Fault {
    /// What whoever arms it should know, where it is easily taken for something else.
    public var remark: String? {
        if case .plug = kind, trigger.moment == .idle, !trigger.waitsForLine, trigger.after == .zero {
            return "the plug is pulled now; boards shows when it is out"
        }
        if kind.lasts, let count = wording.first(where: { $0.name == "for" })?.value, Int(count) != nil {
            return "\(kind.name) goes on once it has begun, and for=\(count) is how often it begins; "
                + "for=\(count)s ends it after \(count) s"
        }
        return nil
    }
}
