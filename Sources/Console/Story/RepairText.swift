package import Admin

/// What `pool audit --repair` would do, for people.
package enum RepairText {
  /// With its last line end. `file`: where the report was written.
  package static func text(_ plan: RepairPlan, file: String) -> String {
    guard !plan.actions.isEmpty else { return "All adds up: there is nothing to repair. \(file) says so.\n" }
    var text = ""
    for action in plan.actions {
      text += TextTable.printable("\(action.kind.rawValue): \(action.problem). It would \(action.remedy).") + "\n"
    }
    return text + "Nothing was changed. Read \(file), then: rollcall pool audit --repair --report \(file) --apply\n"
  }
}
