/// Whether a station can still be used: those who work on it find out in the midst of their jobs.
actor StationLife {
    private(set) var isOver = false

    func end() { isOver = true }
}
