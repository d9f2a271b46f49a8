/// What `--version` prints and the API tells.
enum Version {
    static let text = "0.1.0"
}
