package import Timebase

/// What `accounting report` asks for.
package struct UsageRequest: Codable, Equatable, Sendable {
  package var by: UsageGrouping
  package var from: Timestamp
  package var to: Timestamp
  /// Hours, days and months are those of this zone.
  package var zone: ZoneOffsets
  /// Until when an open session has been online.
  package var now: Timestamp
  package var nas: String?
  package var pool: String?

  package init(
    by grouping: UsageGrouping, from: Timestamp, to: Timestamp, zone: ZoneOffsets, now: Timestamp,
    nas: String? = nil, pool: String? = nil
  ) {
    by = grouping
    self.from = from
    self.to = to
    self.zone = zone
    self.now = now
    self.nas = nas
    self.pool = pool
  }
}
