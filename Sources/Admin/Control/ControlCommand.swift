/// What can be asked on the control socket. The raw value is the wire's.
package enum ControlCommand: String, Codable, CaseIterable, Sendable {
  case poolList = "pool.list"
  case poolShow = "pool.show"
  case poolExplain = "pool.explain"
  case poolRelease = "pool.release"
  case poolReserve = "pool.reserve"
  case poolUnreserve = "pool.unreserve"
  case poolAudit = "pool.audit"
  case poolRepairPlan = "pool.repairPlan"
  case poolRepair = "pool.repair"
  case poolLeaks = "pool.leaks"
  case tokenRotate = "token.rotate"
  case sessions
  case accountingReport = "accounting.report"
  case accountingSearch = "accounting.search"
  case disconnect
  case accountingExport = "accounting.export"
  case accountingReplay = "accounting.replay"
  case status
  case reload
}
