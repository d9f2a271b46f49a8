/// What help tells of the state folder where none is named.
enum StateFolderHelp {
    static let text =
        "Default: as a systemd service its StateDirectory, else $XDG_STATE_HOME/portpool, else "
        + "~/.local/state/portpool."
}
