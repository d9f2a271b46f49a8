internal import FoundationEssentials
internal import Glibc
internal import StrictYAML

/// A folder of plan files, `<bib>.yaml` each.
public struct PlanFolder: Sendable {
    public let path: String
    private let loader: PlanLoader

    public init(_ path: String, loader: PlanLoader) {
        self.path = path
        self.loader = loader
    }

    /// Reads all plans of the folder. A file that cannot be used does not keep the others out.
    ///
    /// Hidden files are left alone, and so is what is not YAML by its name.
    ///
    /// - Throws: ``PlanFolderError`` where the folder itself cannot be read.
    public func load() throws(PlanFolderError) -> PlanCatalog {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw PlanFolderError(path: path, reason: Self.reason(of: error))
        }
        var catalog = PlanCatalog()
        for name in names.sorted() where !name.hasPrefix(".") {
            if name.hasSuffix(PlanFile.suffix) {
                read("\(path)/\(name)", into: &catalog)
            } else if name.hasSuffix(".yml") {
                catalog.reject(
                    "\(path)/\(name)", "the file is not read as a plan", hint: "plan files end in \(PlanFile.suffix)")
            }
        }
        return catalog
    }

    private func read(_ file: String, into catalog: inout PlanCatalog) {
        do {
            let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int ?? 0
            // It is not read to be refused.
            guard size <= PlanLoader.sizeLimit else {
                catalog.reject(file, "the file has \(size) bytes", hint: "a plan has at most \(PlanLoader.sizeLimit)")
                return
            }
            catalog.add([UInt8](try Data(contentsOf: URL(filePath: file))), file: file, loader: loader)
        } catch {
            catalog.reject(file, "the file cannot be read: \(Self.reason(of: error))", hint: nil)
        }
    }

    private static func reason(of error: any Error) -> String {
        guard let error = error as? CocoaError else { return "\(error)" }
        return switch error.code {
        case .fileReadNoSuchFile, .fileNoSuchFile: "no such file or folder"
        case .fileReadNoPermission: "no permission"
        default: (error.underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) } ?? "\(error)"
        }
    }
}

/// A folder of plans that cannot be read.
public struct PlanFolderError: Error, Sendable, Hashable, CustomStringConvertible {
    public let path: String
    public let reason: String
    public var description: String { "the folder of plans '\(path)' cannot be read: \(reason)" }
}

extension PlanCatalog {
    fileprivate mutating func reject(_ file: String, _ message: String, hint: String?) {
        let place = SourceLocation(file: file, line: 1, column: 1)
        reject(file: file, text: nil, YAMLProblems([Diagnostic(message, at: place, hint: hint)]))
    }
}
