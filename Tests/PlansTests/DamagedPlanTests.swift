import Plans
import RigModel
import StrictYAML
import Testing

struct DamagedPlanTests {
    /// Whatever becomes of a file while someone edits it, it is a plan or it is refused with a reason.
    @Test(arguments: try Fixture.stems(in: "bibs", ending: ".yaml") + ["../plans/every_key"])
    func aDamagedPlanIsReadOrRefusedWithAReason(path: String) throws {
        let original = try Fixture.bytes("bibs/\(path).yaml")
        let stem = String(path.split(separator: "/").last ?? "")
        let pieces = [
            "\n", "  ", "'", "\"", "{", "}", "[", "]", ":", "- ", "#", "&a ", "*a", "!t ", "\t", "\\", "(", "id: x\n",
            "${", "~", "<<: ",
        ]
        .map { Array($0.utf8) }
        var random = Lehmer(seed: UInt64(stem.utf8.count))
        for _ in 0..<150 {
            var bytes = original
            for _ in 0...random.below(3) {
                let place = random.below(bytes.count)
                switch random.below(4) {
                case 0: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(20)))
                case 1: bytes.insert(contentsOf: pieces[random.below(pieces.count)], at: place)
                case 2: bytes[place] = UInt8(random.below(256))
                default: bytes.removeLast(bytes.count - place - 1)
                }
            }
            do {
                let plan = try Fixture.loader.load(bytes, file: "\(stem).yaml", folder: "\(Fixture.folder)/plans")
                #expect(plan.bib.rawValue == stem)
            } catch {
                #expect(!error.diagnostics.isEmpty)
                #expect(error.diagnostics.allSatisfy { $0.location.line >= 1 && $0.location.column >= 1 })
            }
        }
    }
}

/// The same numbers for the same seed.
private struct Lehmer {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 2_862_933_555_777_941_757 | 1 }

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % max(1, bound)
    }
}
