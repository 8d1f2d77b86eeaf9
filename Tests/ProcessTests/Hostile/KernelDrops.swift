import Foundation
import ProcessHarness

/// Datagrams that the kernel dropped because a socket's buffer was full: the last column of `/proc/net/udp`.
enum KernelDrops {
  static func count(onPorts ports: Set<UInt16>) throws -> UInt64 {
    let table = try String(contentsOfFile: "/proc/net/udp", encoding: .utf8)
    var drops: UInt64 = 0
    for line in table.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: " ")
      guard fields.count > 2, let text = fields[1].split(separator: ":").last, let port = UInt16(text, radix: 16),
        ports.contains(port), let count = fields.last.flatMap({ UInt64($0) })
      else { continue }
      drops += count
    }
    return drops
  }
}
