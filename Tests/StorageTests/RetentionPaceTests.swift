import Storage
import Testing

struct RetentionPaceTests {
  /// Steps grow where the disk is fast, and find their size where it is not.
  @Test(arguments: [(5, 8_000), (50, 1_000), (200, 500), (4_000, 250)] as [(perThousand: Int64, limit: Int)])
  func stepsTakeATenthOfASecond(perThousand: Int64, limit: Int) {
    var pace = RetentionPace()
    var longest: Int64 = 0
    for step in 0..<20 {
      let took = Int64(pace.limit) * perThousand / 1000
      if step > 8, pace.limit > RetentionPace.limits.lowerBound { longest = max(longest, took) }
      pace.took(took)
      #expect(pace.rest >= took && pace.rest >= 20, "it rests as long as it works")
    }
    #expect(longest <= RetentionPace.stepTime && pace.limit == limit)
  }

  @Test func oneSlowStepHalvesTheNext() {
    var pace = RetentionPace()
    for _ in 0..<9 { pace.took(1) }
    #expect(pace.limit == 16_000)
    pace.took(900)
    #expect(pace.limit == 8_000 && pace.rest == 900)
  }
}
