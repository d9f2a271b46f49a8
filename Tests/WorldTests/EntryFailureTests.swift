import Glibc
import Testing

@testable import World

/// Which failures on the way into a world mean that none can be made here.
@Suite("A step into a world that fails")
struct EntryFailureTests {
    @Test(
        "means that worlds are forbidden only where such steps are",
        arguments: [
            (.namespaces, EPERM, true), (.namespaces, EACCES, true), (.namespaces, ENOSYS, true),
            (.namespaces, EINVAL, true), (.namespaces, ENOSPC, true), (.namespaces, ENOMEM, false),
            (.namespaces, EMFILE, false), (.mounts, EPERM, true), (.mounts, EACCES, true), (.mounts, ENOSYS, true),
            (.mounts, ENOSPC, false), (.mounts, ENOENT, false), (.mounts, EINVAL, false), (.other, EPERM, false),
            (.other, ENOSPC, false), (.other, EROFS, false),
        ] as [(EntryFailure.Kind, Int32, Bool)])
    func forbidden(kind: EntryFailure.Kind, error: Int32, isForbidden: Bool) {
        let failure = EntryFailure(kind, "writing /sys/bus", error: error)
        #expect(failure.isForbidden == isForbidden)
        let reason = String(cString: strerror(error))
        #expect(
            failure.worldError(asRoot: true)
                == (isForbidden
                    ? .namespacesForbidden(step: "writing /sys/bus", reason: reason, asRoot: true)
                    : .failed(step: "writing /sys/bus", reason: reason)))
        #expect(failure.worldError(asRoot: true).exitCode == 2)
    }

    @Test("is the same in the words of one process to another")
    func message() {
        let failure = EntryFailure(.mounts, "mounting a tmpfs on /tmp/a b", error: ENOSPC)
        #expect(EntryFailure(message: failure.message) == failure)
        for text in ["", "mounts", "mounts\nx\ny\nz", "else\n1\ny\nz"] {
            #expect(EntryFailure(message: text) == nil)
        }
    }

    @Test("of writing a file keeps the reason that writing it gave, whatever has been called since")
    func written() throws {
        let folder = "/proc/self/nothing"
        let failure = try #require(throws: WorldError.self) { try SysfsPlan.skeleton.write(below: folder) }
        let entry = EntryFailure("writing /sys", because: failure)
        // What errno says now is no longer it.
        errno = EMFILE
        let told = EntryFailure(message: entry.message)
        #expect(told == entry)
        let reason = String(cString: strerror(ENOENT))
        #expect(told?.worldError(asRoot: true) == .failed(step: "writing \(folder)", reason: reason))
    }

    @Test("is known of a trial that ended before it could say why")
    func trial() {
        #expect(EntryFailure(trial: "", status: 0) == nil)
        let failure = EntryFailure(.namespaces, "making a user namespace", error: EPERM)
        #expect(EntryFailure(trial: failure.message, status: 1) == failure)
        for (said, status) in [("", 1), ("", 137), ("names", 0)] as [(String, Int32)] {
            #expect(
                EntryFailure(trial: said, status: status)?.worldError(asRoot: true)
                    == .failed(step: "trying it", reason: "the trial ended with status \(status)"))
        }
    }

    @Test("of a file is no matter of rights, and one of mounting is")
    func steps() throws {
        let plan = MountPlan(scratch: "/tmp/x", host: MountPlan.Host(nodes: ["null"]))
        let mounts = Set(plan.steps.filter(\.isMount).map { $0.description.split(separator: " ")[0] })
        #expect(mounts == ["mounting", "binding", "unmounting"])
        #expect(Set(plan.steps.filter { !$0.isMount }.map { $0.description.split(separator: " ")[0] }) == ["making"])
    }
}
