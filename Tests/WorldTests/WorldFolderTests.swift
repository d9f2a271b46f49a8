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
            for name in ["lock", "notes"] { try FileTree.write([], to: "\(place)/half/\(name)") }
            // A world that was killed in the midst of its claim has.
            try FileTree.makeFolders("\(place)/claimed")
            try FileTree.write([], to: "\(place)/claimed/lock")
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

    @Test("is not looked for behind a link, and what is no file in a lock's place holds nobody up")
    func lookalikes() throws {
        try Self.withPlace("uutsim") { place in
            let elsewhere = try Self.leave("\(place)/../elsewhere")
            #expect(symlink(elsewhere.path, "\(place)/other") == 0)
            let piped = try Self.leave("\(place)/piped")
            for path in [piped.lockFile, "\(place)/bare"] {
                unlink(path)
                #expect(mkfifo(path, 0o600) == 0)
            }
            let linked = try Self.leave("\(place)/linked")
            unlink(linked.lockFile)
            #expect(symlink("\(elsewhere.path)/lock", linked.lockFile) == 0)
            try WorldFolder(name: "next", path: "\(place)/next").claim()
            #expect(
                FileTree.names(in: elsewhere.path).sorted() == ["control.sock", "devices.jsonl", "lock", "root"])
            #expect(FileTree.names(in: place).sorted() == ["bare", "linked", "next", "other", "piped"])
            for path in [piped, linked].map(\.path) {
                #expect(FileTree.names(in: path).sorted() == ["control.sock", "devices.jsonl", "lock", "root"])
            }
            for other in ["other", "bare"] {
                #expect(throws: WorldError.noPlace("\(place)/\(other)", reason: "it is not a folder of yours")) {
                    try WorldFolder(name: other, path: "\(place)/\(other)").claim()
                }
            }
            #expect(throws: WorldError.notAWorld(piped.path)) { try piped.claim() }
        }
    }

    @Test("is never a path, nor a folder with what no world has made", arguments: ["", ".", "..", "a/b", ".hidden"])
    func strangers(name: String) throws {
        try Self.withPlace("uutsim") { place in
            let work = WorldFolder(name: "work", path: "\(place)/work")
            try FileTree.makeFolders("\(work.path)/root")
            try FileTree.write([], to: "\(work.path)/notes")
            #expect(throws: WorldError.badName(name)) {
                try WorldFolder(name: name, path: "\(place)/\(name)").claim()
            }
            // Whatever it is called, it is what is at the path that would be emptied.
            #expect(throws: WorldError.badName("fine")) { try WorldFolder(name: "fine", path: "\(place)/..").claim() }
            #expect(throws: WorldError.notAWorld(work.path)) { try work.claim() }
            #expect(FileTree.names(in: work.path).sorted() == ["notes", "root"])
        }
    }

    @Test("is waited for so long where another does not go on, which is told with the folder and what to do")
    func heldUp() throws {
        try Self.withPlace("uutsim") { place in
            let folder = WorldFolder(name: "next", path: "\(place)/next")
            let turn = try folder.turn(within: WorldFolder.patience)
            let error = #expect(throws: WorldError.placeBusy(place)) { try folder.claim(within: .milliseconds(50)) }
            #expect(error?.description.hasPrefix("\(place): another uutsim that begins or ends there") == true)
            #expect(!FileTree.exists(folder.path))
            close(turn)
            try folder.claim()
        }
    }

    @Test("goes in a turn of its own, so that who begins finds it whole or not at all; and in the end without one")
    func going() throws {
        try Self.withPlace("uutsim") { place in
            let folder = WorldFolder(name: "same", path: "\(place)/same")
            try folder.claim()
            let turn = try folder.turn(within: WorldFolder.patience)
            let began = ContinuousClock.now
            folder.remove(within: .milliseconds(100))
            #expect(ContinuousClock.now - began >= .milliseconds(100))
            #expect(!FileTree.exists(folder.path))
            close(turn)
            // It has given its own back; a program that another test has just forked may have all for a moment still.
            try folder.claim()
            folder.remove()
            try folder.claim()
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
