/// How plan files are named.
enum PlanFile {
    static let suffix = ".yaml"

    /// `client_demo` of `bibs/client_demo.yaml`.
    static func stem(of path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : name
    }

    /// `bibs` of `bibs/client_demo.yaml`; empty for the current one.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "" }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
