/// The files of this package, found from where this source file lies.
enum ShippedConfiguration {
  /// The package's folder.
  static let root: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    return parts.joined(separator: "/")
  }()

  /// `conf/rollcall.yaml`.
  static var path: String? { root.isEmpty ? nil : root + "/conf/rollcall.yaml" }
}
