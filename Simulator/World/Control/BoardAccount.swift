/// What a board says of its life so far: what it heard, what struck it, what it holds against the rig.
public struct BoardAccount: Sendable, Hashable, Codable {
    public struct Line: Sendable, Hashable, Codable {
        public var channel: String
        /// The line without its end, two hexadecimal digits a byte.
        public var hex: String

        public init(channel: String, hex: String) {
            self.channel = channel
            self.hex = hex
        }
    }
    /// How many lines it had heard before the first of `heard`.
    public var before: Int
    /// In the order of hearing; the oldest of very many are forgotten.
    public var heard: [Line]
    /// How often each fault has struck, by its id.
    public var strikes: [String: Int]
    /// How often it has been plugged in.
    public var pluggedIn: Int
    /// One sentence for each assertion of its script that does not hold now.
    public var complaints: [String]

    public init(before: Int, heard: [Line], strikes: [String: Int], pluggedIn: Int, complaints: [String]) {
        self.before = before
        self.heard = heard
        self.strikes = strikes
        self.pluggedIn = pluggedIn
        self.complaints = complaints
    }
}
