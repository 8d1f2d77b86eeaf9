import Testing

/// What address pools get wrong, case by case: each case speaks RADIUS over UDP to a server process of its own, and
/// looks after each step at what the NAS and what the operator sees. One at a time: some kill their server, some load
/// the machine.
@Suite("Gauntlet", .serialized, .timeLimit(.minutes(20))) enum GauntletTests {}
