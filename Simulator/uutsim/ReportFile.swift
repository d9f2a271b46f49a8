import Campaign
import Foundation
import Glibc

/// A file for what a campaign or a recording brings, tried before an hour has gone into that.
struct ReportFile {
    let path: String

    /// - Throws: `report` where the file could not be written.
    func check() throws(CampaignError) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            throw .report(path: path, reason: "it is a folder")
        }
        // As it will be written: beside its place, and then moved.
        var name = Array("\(URL(filePath: path).deletingLastPathComponent().path)/.uutsim-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw .report(path: path, reason: String(cString: strerror(errno))) }
        close(descriptor)
        unlink(name)
    }

    func write(_ text: String) throws(CampaignError) {
        do { try Data(text.utf8).write(to: URL(filePath: path), options: .atomic) } catch {
            throw .report(path: path, reason: error.localizedDescription)
        }
    }
}
