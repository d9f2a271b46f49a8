import PortPool
import StrictYAML

extension StationConfiguration {
    /// Reads `leases`: how long they may last and wait.
    static func leaseLimits(_ value: YAMLValue) -> LeaseLimits? {
        value.mapping { map in
            var limits = LeaseLimits()
            func read(_ key: String, _ take: (Duration) -> Void) {
                if let duration = map[key]?.positiveDuration() { take(duration) }
            }
            read("longest") { limits.longest = $0 }
            read("term") { limits.term = $0 }
            read("heartbeat") { limits.heartbeat = $0 }
            read("wait") { limits.patience = $0 }
            read("reappear") { limits.reappear = $0 }
            read("longest_run") { limits.longestRun = $0 }
            for (key, duration) in [("term", limits.term), ("heartbeat", limits.heartbeat), ("wait", limits.patience)]
            where duration > limits.longest && map.has(key) {
                map.report("'\(key)' is longer than 'longest', which no lease may exceed", atKey: key)
            }
            return limits
        }
    }

    /// Reads `quarantine`: when ports are kept out of use by themselves.
    static func quarantinePolicy(_ value: YAMLValue) -> QuarantinePolicy? {
        value.mapping { map in
            var policy = QuarantinePolicy()
            // 0 stands for never.
            if let flaps = map["flaps"]?.integer(in: 0...1_000) { policy.flaps = flaps == 0 ? nil : flaps }
            if let failures = map["failures"]?.integer(in: 0...1_000) {
                policy.failures = failures == 0 ? nil : failures
            }
            if let window = map["within"]?.positiveDuration() { policy.window = window }
            if let check = map["check"]?.positiveDuration() { policy.firstCheck = check }
            if let longest = map["longest_check"]?.positiveDuration() { policy.longestCheck = longest }
            if policy.firstCheck > policy.longestCheck {
                let key = map.has("check") ? "check" : "longest_check"
                map.report("'check' is longer than 'longest_check', up to which it is doubled", atKey: key)
            }
            return policy
        }
    }
}
