import Testing

/// A password in a users file, written in one of the forms that FreeRADIUS takes. All are of `secret`.
struct PasswordForm: CustomTestStringConvertible, Sendable {
  let attribute: String
  /// With its quotes.
  let value: String

  var testDescription: String { "\(attribute) \(value.prefix(24))" }

  /// Made with libcrypt, OpenSSL and Python's hashlib.
  static let all = [
    PasswordForm("Cleartext-Password", #""secret""#),
    PasswordForm("User-Password", #""secret""#),
    PasswordForm(
      "Crypt-Password",
      #"'$6$rounds=1000$abcdefgh$nhYjN017qxiYztzyUpZtPnUQcnLy62KsunSLHNeLahp2E"#
        + #"HPlAKmFFlrjEwSXGo2kgY5hR2.peKEg2VGUqIJJu1'"#),
    PasswordForm("Crypt-Password", #""$5$rounds=1000$abcdefgh$XIppta5rT8zJUu4vAOKQXrwq9uY4Ijlz6VjyOmkx5i4""#),
    PasswordForm("Crypt-Password", #"'$1$abcdefgh$cHJi5PXp/ki/ktXzqlk6I1'"#),
    PasswordForm("Crypt-Password", #"'$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW'"#),
    PasswordForm("Crypt-Password", #"'$y$j75$abcdefgh.ijkl1$rVOQttFYndFKvs/HOzGYggCNABYwI2HOl0JeAA1k4ZD'"#),
    PasswordForm("Crypt-Password", #"'$7$CU..../....abcdefgh$XWs9HxtpA2.6U5CDBBbcW.h3o9pYlC.MIIb8JqMgZx6'"#),
    PasswordForm("Crypt-Password", #"abNANd1rDfiNc"#),
    PasswordForm("NT-Password", #"878d8014606cda29677a44efa1353fc7"#),
    PasswordForm("NT-Password", #"0x878D8014606CDA29677A44EFA1353FC7"#),
    PasswordForm("MD5-Password", #"5ebe2294ecd0e0f08eab7690d2a6ee69"#),
    PasswordForm("MD5-Password", #""Xr4ilOzQ4PCOq3aQ0qbuaQ==""#),
    PasswordForm("SMD5-Password", #""yeWhvSFtvhMX4jDO9I847gECAwQFBgcI""#),
    PasswordForm("SMD5-Password", #"0xc9e5a1bd216dbe1317e230cef48f38ee0102030405060708"#),
    PasswordForm("SHA-Password", #"e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4"#),
    PasswordForm("SHA1-Password", #"'5en6G6MezRroT3XKqkdPOmY/BfQ='"#),
    PasswordForm("SSHA-Password", #"'lHFzXul4wnzRItssVcTnvXWRjNgBAgMEBQYHCA=='"#),
    PasswordForm("SSHA1-Password", #"9471735ee978c27cd122db2c55c4e7bd75918cd80102030405060708"#),
    PasswordForm("SHA2-Password", #"95c7fbca92ac5083afda62a564a3d014fc3b72c9140e3cb99ea6bf12"#),
    PasswordForm("SHA2-Password", #"'K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols='"#),
    PasswordForm("SHA2-Password", #"'WKd1ukESvjAFrkQHznV9iP2nHUBJe7gCbsrFTU4//HIyzo3jq1rLMK45dg/ufFPt'"#),
    PasswordForm(
      "SHA2-Password",
      #"bd2b1aaf7ef4f09be9f52ce2d8d599674d81aa9d6a4421696dc4d93dd0619d682ce56b"#
        + #"4d64a9ef097761ced99e0f67265b5f76085e5b0ee7ca4696b2ad6fe2b2"#),
    PasswordForm("SSHA2-224-Password", #"'sWvqNc/cTPX9MLUiQUaz6poRVpncbab40mOY8gECAwQFBgcI'"#),
    PasswordForm("SSHA2-256-Password", #"'A7N1lAy5bBb4T6qH9e85zAvHBmzNPhRFbZ105DjjWDIBAgMEBQYHCA=='"#),
    PasswordForm(
      "SSHA2-384-Password",
      #"'H9r23Uh6bS245RzeTpSaM5qygtY55tmguB+tMJSp+hl+9bmccuj6N64Rpv50W9DfAQIDB"#
        + #"AUGBwg='"#),
    PasswordForm(
      "SSHA2-512-Password",
      #"'KO8EsMPQTwZrxxbOkDAOOXEeVCc2grMQg1pnZwZhC1bBQLby8zCmFn7qTZRvoTd+yQdRO"#
        + #"QQNYHWpTUST4zjTdQECAwQFBgcI'"#),
    PasswordForm("PBKDF2-Password", #"'HMACSHA1:AAAD6A==:AQIDBAUGBwg=:S+39is84nhR54V2ZoK96UB9VMuM='"#),
    PasswordForm("PBKDF2-Password", #"'HMACSHA2+224:AAAD6A:AQIDBAUGBwg:+yyY/5/YoEQw+RwbdfG9LvTV7WTD76WLsHr9cg'"#),
    PasswordForm("PBKDF2-Password", #"'HMACSHA2+256:1000:AQIDBAUGBwg=:2b9Pi51qnKc/szES6+0pCkxt+QF6I63QNf6hodg7Xbg='"#),
    PasswordForm(
      "PBKDF2-Password",
      #"'{X-PBKDF2}HMACSHA2+384:AAAD6A:AQIDBAUGBwg=:cd0QOSy6VZEhZz8iBtJ3jAT8wD"#
        + #"xP3TMCv333bop8pzsi/7RQH13tu4M+mk8jq90J'"#),
    PasswordForm(
      "PBKDF2-Password",
      #"'$PBKDF2$HMACSHA2+512:1000:AQIDBAUGBwg=$2PnaI2O2xA3sNHYSWqNJJDSXGlxp6j"#
        + #"3q16dEapAxTWsaWopG08SQK2aZiNB6BpWdfod7vIij0b+R7yERJZQvsg=='"#),
    PasswordForm("PBKDF2-Password", #"'$pbkdf2-sha256$1000$AQIDBAUGBwg$2b9Pi51qnKc/szES6.0pCkxt.QF6I63QNf6hodg7Xbg'"#),
    PasswordForm(
      "PBKDF2-Password",
      #"'{PBKDF2-SHA512}1000$AQIDBAUGBwg=$2PnaI2O2xA3sNHYSWqNJJDSXGlxp6j3q16dE"#
        + #"apAxTWsaWopG08SQK2aZiNB6BpWdfod7vIij0b+R7yERJZQvsg=='"#),
    PasswordForm("PBKDF2-Password", #"'pbkdf2_sha256$1000$NaCl$54bgy+bu5M0DBzosEHWoC4TFGNBxdB3rYzF91R6CahE='"#),
    PasswordForm("Password-With-Header", #"'{clear}secret'"#),
    PasswordForm("Password-With-Header", #"'secret'"#),
    PasswordForm("Password-With-Header", #"'{MD5}Xr4ilOzQ4PCOq3aQ0qbuaQ=='"#),
    PasswordForm("Password-With-Header", #"'{smd5}yeWhvSFtvhMX4jDO9I847gECAwQFBgcI'"#),
    PasswordForm("Password-With-Header", #"'{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ='"#),
    PasswordForm("Password-With-Header", #"'{SSHA}lHFzXul4wnzRItssVcTnvXWRjNgBAgMEBQYHCA=='"#),
    PasswordForm(
      "Password-With-Header",
      #"'{ssha512}KO8EsMPQTwZrxxbOkDAOOXEeVCc2grMQg1pnZwZhC1bBQLby8zCmFn7qTZRv"#
        + #"oTd+yQdROQQNYHWpTUST4zjTdQECAwQFBgcI'"#),
    PasswordForm("Password-With-Header", #"'{crypt}abNANd1rDfiNc'"#),
    PasswordForm("Password-With-Header", #"'{nt}878d8014606cda29677a44efa1353fc7'"#),
    PasswordForm("Password-With-Header", #"'{x-nthash}878d8014606cda29677a44efa1353fc7'"#),
    PasswordForm(
      "Password-With-Header",
      #"'{PBKDF2}HMACSHA2+256:AAAD6A:AQIDBAUGBwg=:2b9Pi51qnKc/szES6+0pCkxt+QF6"#
        + #"I63QNf6hodg7Xbg='"#),
    PasswordForm(
      "Password-With-Header",
      #"'{PBKDF2-SHA256}1000$AQIDBAUGBwg=$2b9Pi51qnKc/szES6+0pCkxt+QF6I63QNf6h"#
        + #"odg7Xbg='"#),
    PasswordForm("Password-With-Header", #"'e1NIQX01ZW42RzZNZXpScm9UM1hLcWtkUE9tWS9CZlE9'"#),
  ]

  init(_ attribute: String, _ value: String) {
    self.attribute = attribute
    self.value = value
  }

  /// Whether CHAP and EAP-MD5 can be answered from it.
  var isCleartext: Bool {
    attribute == "Cleartext-Password" || attribute == "User-Password" || value == "'{clear}secret'"
      || value == "'secret'"
  }

  /// Whether MS-CHAP can be answered from it.
  var givesNTHash: Bool {
    isCleartext || attribute == "NT-Password" || value.lowercased().hasPrefix("'{nt}") || value.hasPrefix("'{x-nthash}")
  }

  /// Whether checking it is work for another thread.
  var isSlow: Bool {
    attribute == "Crypt-Password" || attribute == "PBKDF2-Password" || value.hasPrefix("'{crypt}")
      || value.hasPrefix("'{PBKDF2")
  }
}
