internal import HTTPTypes
internal import RigModel

/// Finds the route of a request. Pure.
struct RouteTable: Sendable {
    enum Resolution: Sendable {
        case found(Route, [PathParameter: String])
        /// The path is known; these methods are allowed there.
        case otherMethods([HTTPRequest.Method])
        case badParameter(PathParameter, String)
        case unknownPath
    }

    let routes: [Route]

    /// - Parameter path: the decoded parts of the path, without the empty one in front.
    func resolve(_ method: HTTPRequest.Method, _ path: [String]) -> Resolution {
        var allowed: [HTTPRequest.Method] = []
        for route in routes {
            guard let rest = Self.strip(route.base, path), let parameters = route.match(rest) else { continue }
            guard route.method == method || (method == .head && route.method == .get) else {
                allowed.append(route.method)
                continue
            }
            if let bad = parameters.first(where: { !$0.key.admits($0.value) }) {
                return .badParameter(bad.key, bad.value)
            }
            return .found(route, parameters)
        }
        return allowed.isEmpty ? .unknownPath : .otherMethods(Self.complete(allowed))
    }

    /// The value of `Allow`: what a route gives, HEAD where there is GET, and OPTIONS.
    static func complete(_ methods: [HTTPRequest.Method]) -> [HTTPRequest.Method] {
        let head: [HTTPRequest.Method] = methods.contains(.get) ? [.head] : []
        return (methods + head + [.options]).sorted { $0.rawValue < $1.rawValue }
    }

    private static func strip(_ base: Route.Base, _ path: [String]) -> ArraySlice<String>? {
        switch base {
        case .root: return path[...]
        case .api:
            guard path.first == "api" else { return nil }
            return path.dropFirst(path.dropFirst().first == "v1" ? 2 : 1)
        }
    }
}
