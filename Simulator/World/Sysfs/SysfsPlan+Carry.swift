extension SysfsPlan {
    /// Writes the plan below a folder, `/sys` in a world.
    func write(below root: String) throws(WorldError) {
        for entry in entries {
            switch entry {
            case .directory(let path): try FileTree.makeFolders("\(root)/\(path)")
            case .file(let path, let bytes):
                try FileTree.makeFolders("\(root)/\(Self.parent(path))")
                try FileTree.write(bytes, to: "\(root)/\(path)")
            case .link(let path, let target):
                try FileTree.makeFolders("\(root)/\(Self.parent(path))")
                try FileTree.link("\(root)/\(path)", text: Self.relative(from: path, to: target))
            }
        }
    }

    /// Takes away a device: first the links to it and to what hangs below it, then its folder.
    func remove(_ devicePath: String, below root: String) {
        for link in links(outside: devicePath) { FileTree.remove("\(root)/\(link)") }
        FileTree.remove("\(root)/\(devicePath)")
    }

    private static func parent(_ path: String) -> String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }
}
