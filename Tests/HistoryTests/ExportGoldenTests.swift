import Foundation
import RigModel
import Testing

@testable import History

/// The formats are what other programs read: a change of one is seen here first. `PORTPOOL_GOLDEN=write` writes the
/// files anew, for a person to look at the difference.
@Suite struct ExportGoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fixtures/golden/exports").standardized

    @Test(arguments: ExportFormat.allCases) func aReportIsAsItWas(format: ExportFormat) throws {
        let text = ExportSample.text(ExportSample.all, as: format)
        let file = Self.folder.appending(path: "runs.\(format.fileExtension)")
        if ProcessInfo.processInfo.environment["PORTPOOL_GOLDEN"] == "write" {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        #expect(try Data(contentsOf: file) == Data(text.utf8), "\(file.lastPathComponent) differs")
    }
}
