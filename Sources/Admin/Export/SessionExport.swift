internal import Accounting
internal import NetworkAddress
package import Timebase

/// A session on its way out, with the names that FreeRADIUS's `radacct` has.
package struct SessionExport: Codable, Equatable, Sendable {
  package var radacctid: Int64
  package var acctsessionid: String
  package var acctuniqueid: String
  package var username: String
  package var realm: String
  package var nasipaddress: String
  package var nasportid: String
  package var nasporttype: String
  package var acctstarttime: Timestamp
  package var acctupdatetime: Timestamp
  package var acctstoptime: Timestamp?
  package var acctinterval: UInt32?
  package var acctsessiontime: UInt32?
  package var acctauthentic: String
  package var connectinfo_start: String
  package var connectinfo_stop: String
  package var acctinputoctets: UInt64?
  package var acctoutputoctets: UInt64?
  package var calledstationid: String
  package var callingstationid: String
  package var acctterminatecause: String
  package var servicetype: String
  package var framedprotocol: String
  package var framedipaddress: String
  package var framedipv6address: String
  package var framedipv6prefix: String
  package var framedinterfaceid: String
  package var delegatedipv6prefix: String
  package var `class`: String
  package var client: String
  package var nas: String
  package var lease: UInt64?

  init(_ session: AccountingSession) {
    radacctid = session.number
    acctsessionid = session.session
    acctuniqueid = session.uniqueID
    username = session.user
    realm = session.realm
    nasipaddress = session.nasIPAddress
    nasportid = session.nasPortID
    nasporttype = session.nasPortType
    acctstarttime = session.start
    acctupdatetime = session.updated
    acctstoptime = session.stop
    acctinterval = session.interval
    acctsessiontime = session.sessionTime
    acctauthentic = session.authentic
    connectinfo_start = session.connectInfoStart
    connectinfo_stop = session.connectInfoStop
    acctinputoctets = session.inputOctets
    acctoutputoctets = session.outputOctets
    calledstationid = session.calledStation
    callingstationid = session.callingStation
    acctterminatecause = session.terminateCause
    servicetype = session.serviceType
    framedprotocol = session.framedProtocol
    framedipaddress = session.framedIPAddress?.description ?? ""
    framedipv6address = session.framedIPv6Address
    framedipv6prefix = session.framedIPv6Prefix
    framedinterfaceid = session.framedInterfaceID
    delegatedipv6prefix = session.delegatedIPv6Prefix
    `class` = session.classText
    client = session.client
    nas = session.nas
    lease = session.leaseID == 0 ? nil : session.leaseID
  }
}
