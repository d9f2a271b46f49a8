internal import StrictYAML

/// What to say of elements and attributes that no plan takes over.
enum ForeignWords {
    static func reason(_ element: SourceElement, known: Set<String>) -> String {
        if let simulation = simulation(element) { return simulation }
        var text = documented[element.name] ?? unknown(element.name, known)
        let content = content(of: element)
        if !content.isEmpty { text += "; it says: \(content)" }
        return text
    }

    static func reason(_ attribute: String, known: Set<String>, value: String) -> String {
        (documented[attribute] ?? unknown(attribute, known)) + "; it says: '\(value.prefix(60))'"
    }

    private static func unknown(_ name: String, _ known: Set<String>) -> String {
        let near = nearestName(to: name, in: known.sorted())
        return "the original does not know it and ignores it" + (near.map { " ('\($0)' was meant?)" } ?? "")
    }

    /// Words of the original's documents that it never reads.
    private static let documented = [
        "workflow_control":
            "documented, and never read by the original; here WARN always goes on, and FAIL where the step says 'on_fail: continue'",
        "auto_discover": "documented, and never read by the original; ports are always found by themselves",
        "stop_workflow":
            "documented, and never read by the original; CRITICAL always stops, and FAIL unless the step says 'on_fail: continue'",
        "continue_on_failure":
            "documented here, and never read by the original; a step goes on after FAIL with 'on_fail: continue'",
    ]

    private static func simulation(_ element: SourceElement) -> String? {
        let here = "boards are simulated by uutsim, from files of their own"
        let content = content(of: element)
        switch element.name {
        case "hardware_simulation":
            let isRead = element.children.contains { $0.name.first?.isUppercase == true }
            let how = isRead ? "" : "the original does not read it either, since its children are not in PascalCase; "
            return "\(how)\(here); it says: \(content)"
        case "HardwareSimulation":
            return
                "the original does not read it either, since it wants <hardware_simulation>; \(here); it says: \(content)"
        default: return nil
        }
    }

    /// What the element holds, in one line: `Enabled=true Mode=Fast`.
    private static func content(of element: SourceElement) -> String {
        var parts: [String] = []
        collect(element, under: "", into: &parts)
        let text = parts.joined(separator: " ")
        return text.count > 400 ? text.prefix(400) + "…" : text
    }

    private static func collect(_ element: SourceElement, under path: String, into parts: inout [String]) {
        guard parts.count < 40 else { return }
        for attribute in element.attributes { parts.append("\(path)@\(attribute.name)='\(attribute.value)'") }
        if element.children.isEmpty, !element.text.isBlank {
            parts.append(path.isEmpty ? "'\(element.text.trimmed)'" : "\(path)=\(element.text.trimmed)")
        }
        for child in element.children {
            collect(child, under: path.isEmpty ? child.name : "\(path).\(child.name)", into: &parts)
        }
    }
}
