for figure in try await RoundTrip.run() { print(figure.line) }
