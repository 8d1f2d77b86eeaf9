/// Texts that come again and again while many entries are decoded: names of pools, clients and NASes.
package struct RecentTexts: Sendable {
  var pool = ""
  var client = ""
  var nas = ""
  var source = ""

  package init() {}
}
