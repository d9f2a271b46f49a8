import Plans
import StrictYAML
import Testing

struct BrokenPlanTests {
    static let stems = (try? Fixture.stems(in: "broken", ending: ".yaml")) ?? []

    /// Each bad plan has its messages beside it, as `validate` prints them.
    @Test(arguments: stems)
    func aBadPlanIsRefusedWithAllItsMessages(stem: String) throws {
        let bytes = try Fixture.bytes("broken/\(stem).yaml")
        let error = #expect(throws: YAMLProblems.self) {
            try Fixture.loader.load(bytes, file: "\(stem).yaml", folder: "\(Fixture.folder)/broken")
        }
        let messages = (error?.diagnostics ?? []).map { "\($0.description)\n" }.joined()
        #expect(messages == (try Fixture.text("broken/\(stem).expected")))
    }

    @Test func thereAreBadPlansToTry() { #expect(Self.stems.count >= 30) }
}
