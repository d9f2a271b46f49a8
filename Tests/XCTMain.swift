import Testing

/// The entry of the test program. Without one SwiftPM makes its own, and for that looks for XCTest's cases in an index of
/// all sources, which costs a tenth of a build from nothing.
@main struct XCTMain {
    static func main() async { await Testing.__swiftPMEntryPoint() as Never }
}
