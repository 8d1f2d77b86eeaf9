import ArgumentParser
import NetworkAddress

extension IPv4Address: ExpressibleByArgument {
  /// A dotted quad.
  package init?(argument: String) { self.init(argument) }
}
