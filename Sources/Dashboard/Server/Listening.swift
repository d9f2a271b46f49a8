/// Where the server listens, once it does on every address.
actor Listening {
    private var missing: Int
    private var bound: [Int: String] = [:]
    private var failure: (any Error)?
    private var waiting: [CheckedContinuation<[String], any Error>] = []

    /// - Parameter count: of addresses.
    init(count: Int) { missing = count }

    func add(_ address: String, at index: Int) {
        bound[index] = address
        missing -= 1
        if missing == 0 { resume(.success(addresses)) }
    }

    /// It will never listen; too late is without effect.
    func fail(_ error: any Error) {
        guard missing > 0, failure == nil else { return }
        failure = error
        resume(.failure(error))
    }

    /// In the order of the configuration.
    func wait() async throws -> [String] {
        if let failure { throw failure }
        if missing == 0 { return addresses }
        return try await withCheckedThrowingContinuation { waiting.append($0) }
    }

    private var addresses: [String] { bound.sorted { $0.key < $1.key }.map(\.value) }

    private func resume(_ result: Result<[String], any Error>) {
        let continuations = waiting
        waiting = []
        for continuation in continuations { continuation.resume(with: result) }
    }
}
