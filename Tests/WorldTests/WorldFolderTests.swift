import Foundation
import Glibc
import Testing

@testable import World

@Suite("The folder of a world")
struct WorldFolderTests {
    /// A place for worlds of its own.
    private static func withPlace(_ name: String, _ body: (String) throws -> Void) throws {
        let home = "/tmp/uutsim-folders-\(getpid())-\(UUID())"
        defer { FileTree.remove(home) }
        try FileTree.makeFolders("\(home)/\(name)")
        try body("\(home)/\(name)")
    }

    /// What a world that was killed leaves: everything but a process that has its lock.
    private static func leave(_ path: String) throws -> WorldFolder {
        try FileTree.makeFolders("\(path)/root")
        for name in ["lock", "control.sock", "devices.jsonl"] { try FileTree.write([], to: "\(path)/\(name)") }
        return WorldFolder(name: String(path.split(separator: "/").last ?? ""), path: path)
    }

    @Test("is taken away by the next world's beginning where a world was killed, and only there")
    func sweeping() throws {
        try Self.withPlace("uutsim") { place in
            let alive = WorldFolder(name: "alive", path: "\(place)/alive")
            try alive.claim()
            let dead = try Self.leave("\(place)/dead")
            // No world has made these.
            try FileTree.makeFolders("\(place)/plans")
            try FileTree.makeFolders("\(place)/half")
            try FileTree.write([], to: "\(place)/half/lock")
            let next = WorldFolder(name: "next", path: "\(place)/next")
            try next.claim()
            #expect(!FileTree.exists(dead.path))
            #expect(FileTree.names(in: place).sorted() == ["alive", "half", "next", "plans"])
            #expect(FileTree.names(in: alive.path).sorted() == ["lock", "root"])
            #expect(throws: WorldError.nameTaken("alive")) { try alive.claim() }
        }
    }

    @Test("is cleared for a world of the same name, wherever it is")
    func sameName() throws {
        try Self.withPlace("elsewhere") { place in
            let other = try Self.leave("\(place)/other")
            let dead = try Self.leave("\(place)/dead")
            try dead.claim()
            #expect(FileTree.names(in: dead.path).sorted() == ["lock", "root"])
            // It is not known what else is kept there.
            #expect(FileTree.exists(other.controlSocket))
        }
    }

    @Test("is one of those that are beginning at once", arguments: [8])
    func atOnce(count: Int) async throws {
        let home = "/tmp/uutsim-folders-\(getpid())-\(UUID())"
        defer { FileTree.remove(home) }
        try FileTree.makeFolders(home)
        let taken = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<count {
                // Half of them want the same.
                let name = number.isMultiple(of: 2) ? "same" : "own\(number)"
                group.addTask { (try? WorldFolder(name: name, path: "\(home)/uutsim/\(name)").claim()) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(taken == 1 + count / 2)
    }

    @Test("that cannot be made is refused with the folder, why, and what to do")
    func noPlace() throws {
        let path = "/dev/null/uutsim/x"
        let error = #expect(throws: WorldError.self) { try WorldFolder(name: "x", path: path).claim() }
        #expect(
            error?.description
                == "/dev/null/uutsim, where this world is to be kept: Not a directory; give a folder of your own, as in "
                + "XDG_RUNTIME_DIR=$(mktemp -d)")
        #expect(error?.exitCode == 2)
    }

    @Test("that no world has is told as a folder where it was given as one, and with those that run")
    func noWorld() {
        #expect(
            WorldError.noWorld("../u6", running: ["qf", "u6"]).description
                == "no world runs in ../u6; did you mean 'u6'? there are qf, u6")
        #expect(
            WorldError.noWorld("/tmp/x", running: []).description
                == "no world runs in /tmp/x; none is (start one with uutsim world BENCH --name NAME)")
    }
}
