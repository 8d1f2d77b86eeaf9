import Accounting
import AccountingYear
import Storage
import StorageSQLite

#if canImport(Glibc)
  import Glibc
#endif

// SESSIONS and FOLDER: where the data goes, some 3.5 kB a session. `--days` spreads them over another span than a year's.
// `--ask` measures a folder that has been filled before, `--refold` folds its journal anew, `--retain` lets go of all in it.
let arguments = CommandLine.arguments
func number(after option: String) throws -> Int? {
  guard let index = arguments.firstIndex(of: option) else { return nil }
  guard index + 1 < arguments.count, let number = Int(arguments[index + 1]), number > 0 else {
    throw YearMeasurement.Failure("\(option) needs a number")
  }
  return number
}
func run() throws {
  guard arguments.count >= 3, let sessions = Int(arguments[1]), sessions > 0 else {
    throw YearMeasurement.Failure(
      "usage: accounting-year SESSIONS FOLDER [--days DAYS] [--step ENTRIES] [--ask | --refold | --retain]")
  }
  var plan = YearPlan()
  plan.sessions = sessions
  plan.days = try number(after: "--days") ?? plan.days
  var measurement = YearMeasurement(plan: plan, folder: arguments[2])
  measurement.foldStep = try number(after: "--step") ?? measurement.foldStep
  if arguments.contains("--refold") {
    return try measurement.refold()
  }
  if arguments.contains("--retain") {
    return try measurement.retain()
  }
  if !arguments.contains("--ask") {
    try measurement.build()
  }
  let store = try SQLiteStore(path: measurement.path)
  let answers = try measurement.ask(store)
  let count = try store.rollups(RollupQuery(.userday)).first?.counts[0] ?? 0
  try store.close()
  print("\n\(count) sessions")
  for answer in answers {
    let mark = answer.slowest <= answer.limit ? "" : "  MISSED"
    print("\(answer.question): \(Int(answer.slowest.rounded(.up))) ms of \(Int(answer.limit)); \(answer.result)\(mark)")
  }
  print("\noctets a session, ours and in FreeRADIUS's schema")
  for (table, ours, theirs) in try measurement.compareSizes() {
    print("\(table): \(ours / max(1, count)), \(theirs / max(1, count))")
  }
}

do {
  try run()
} catch {
  print(error)
  exit(1)
}
