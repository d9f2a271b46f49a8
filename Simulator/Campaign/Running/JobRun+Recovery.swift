internal import BoardModel
internal import RigModel
internal import World

/// What comes after the run with the fault: the plug is back, the board has its right name, and the next run is well.
extension JobRun {
    func recover(_ before: Before, _ evidence: inout Evidence) async throws {
        var now = seat
        if specimen.reach > .channel {
            try await putBack(before, wasStruck: evidence.strikes != 0)
            evidence.misnamed = try await runner.misnamed(concerned)
            // The plan need not be for a board of another name.
            guard let renamed = try await runner.renamed(seat) else { return try await rename(from: nil, &evidence) }
            now = renamed
        }
        if let stuck = try await runner.waitUntilFree(now) { evidence.damage.append("after the run: \(stuck)") }
        if specimen.mayRemain, evidence.damage.isEmpty, evidence.misnamed.isEmpty {
            if specimen.entry.name == "baud_mismatch" { try await forgetNoise() }
            evidence.afterwards = JudgedRun(try await runner.run(now, within: limit))
        }
        if specimen.newSerial != nil { try await rename(from: now, &evidence) }
    }

    /// Waits until the plug is out or back, as the fault has it, and puts it back where the fault does not.
    private func putBack(_ before: Before, wasStruck: Bool) async throws {
        guard specimen.cuts, wasStruck else { return }
        if specimen.entry.name != "replug" {
            try await runner.waitUntilOut(seat, withItsHub: specimen.entry.name == "hub_pull")
            try await runner.plugIn(concerned)
        }
        // Under another name it is another board, whose ports begin anew.
        if specimen.newSerial == nil { return try await back(after: before) }
        try await runner.waitUntilPluggedIn(seat, after: before.account.pluggedIn)
    }

    /// Gives the board its own serial number again.
    private func rename(from other: CampaignSeat?, _ evidence: inout Evidence) async throws {
        guard specimen.newSerial != nil else {
            evidence.misnamed.append("the plan's board is not the plan's any more")
            return
        }
        try await runner.putRight(concerned)
        let misnamed = try await runner.misnamed(concerned)
        evidence.misnamed += misnamed.map { "with its own serial number again, \($0)" }
        if let stuck = try await runner.waitUntilFree(seat) { evidence.damage.append("after the run: \(stuck)") }
        if let other, other.board != seat.board { try await runner.forget(other.ports) }
    }

    /// The board has heard the beginning of a line that nobody sent; a new one without power does not.
    private func forgetNoise() async throws {
        let before = try await Before(
            account: runner.account(of: seat, from: .max), incarnation: runner.incarnation(of: seat))
        try await runner.replug(seat)
        try await back(after: before)
        if let stuck = try await runner.waitUntilFree(seat) {
            throw StationRunner.NotInTime(what: "when its board had new power: \(stuck)")
        }
    }
}
