import Testing

/// What a real server process shows to real packets. One test at a time: each has a server to itself, and some load
/// the whole machine.
@Suite(.serialized, .timeLimit(.minutes(25))) enum ProcessTests {}
