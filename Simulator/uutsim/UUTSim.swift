import ArgumentParser

/// The simulator's command line.
struct UUTSim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "uutsim",
        abstract: "Boards without hardware: scripted units under test for a rig that knows nothing of it.",
        discussion: """
            A bench is a set of boards; a world is a bench that real programs see as USB adapters.

              uutsim world demo --name demo --publish 8080 -- \\
                  sh -c 'exec portpool serve --listen unix:$PORTPOOL_PUBLISH_SOCKET'
              uutsim boards --world demo
              uutsim worlds
              uutsim help board
              uutsim unplug left --world demo

            Exit codes: the command's own; 2 no world can be made, or what was asked of one cannot be done (no such \
            board, a ttyUSB that is taken, a fault that there is none of ...); 4 bad bench, board, script, plan or log; 5 \
            an assertion of a board failed, or no such world; 64 usage.
            """,
        subcommands: [
            PTYCommand.self, WorldCommand.self, BoardsCommand.self, PlugCommand.self, UnplugCommand.self,
            ReplugCommand.self, FaultCommand.self, ClearCommand.self, UdevCommand.self,
            ScriptCommand.self, HoldCommand.self, KeepCommand.self, RecordCommand.self, CampaignCommand.self,
            AttachCommand.self,
            USBRedirCommand.self, WorldsCommand.self, HelpCommand.self,
        ])
}
