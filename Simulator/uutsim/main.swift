// Arguments first, and the world's namespaces before anything asynchronous: a process with two threads cannot enter a
// user namespace.
var command = UUTSim.parseWithoutThreads()
if var world = command as? WorldCommand {
    world.enter()
    command = world
}
await UUTSim.run(command)
