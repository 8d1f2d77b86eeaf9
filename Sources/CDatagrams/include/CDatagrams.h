#ifndef CDATAGRAMS_H
#define CDATAGRAMS_H

// Many datagrams to a system call, without an allocation for any of them. The structures of Linux are filled in and
// read here, where they can be; Swift sees addresses as numbers.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// An address with a port. IPv4-mapped IPv6 addresses come out as IPv4.
typedef struct {
  /// In network byte order; IPv4 in the first four.
  uint8_t octets[16];
  /// The interface of a link-local IPv6 address; 0: none.
  uint32_t interface;
  /// In host byte order.
  uint16_t port;
  /// 4, 6, or 0: no address.
  uint8_t family;
} cdatagrams_address;

typedef struct cdatagrams_batch cdatagrams_batch;

/// Room for `count` datagrams of up to `size` octets. NULL: no memory.
cdatagrams_batch *cdatagrams_batch_new(unsigned count, unsigned size);
void cdatagrams_batch_free(cdatagrams_batch *batch);

/// Where datagram `index` lies.
uint8_t *cdatagrams_data(cdatagrams_batch *batch, unsigned index);
/// How long the received datagram is; what did not fit into `size` is cut off.
size_t cdatagrams_length(const cdatagrams_batch *batch, unsigned index);
/// Where it came from.
cdatagrams_address cdatagrams_source(const cdatagrams_batch *batch, unsigned index);
/// The address of ours that it was sent to, without a port; family 0 where the socket does not report it.
cdatagrams_address cdatagrams_destination(const cdatagrams_batch *batch, unsigned index);

/// When it arrived, in milliseconds of the wall clock; negative where the socket does not report it.
int64_t cdatagrams_arrival(const cdatagrams_batch *batch, unsigned index);

/// Takes what has arrived, without waiting: how many, 0 for none, or a negated errno.
int cdatagrams_receive(cdatagrams_batch *batch, int descriptor);

/// Makes datagram `index`, whose octets are in place, ready to be sent. `to` NULL: to whom the socket is connected.
/// `from` NULL, or of family 0: from the address that the system chooses.
void cdatagrams_prepare(
    cdatagrams_batch *batch, unsigned index, size_t length, const cdatagrams_address *to,
    const cdatagrams_address *from);
/// Sends datagrams `first` up to `end`. How many went out; fewer than wanted, or a negated errno, when the next one
/// could not be sent. Waits for room as long as the socket's SO_SNDTIMEO says.
int cdatagrams_send(cdatagrams_batch *batch, int descriptor, unsigned first, unsigned end);

/// Opens a UDP socket. `local` NULL: it is not bound; `peer` NULL: it is not connected. With `reports`, each received
/// datagram tells its destination; one that is bound tells when they arrived. IPv6 sockets take no IPv4. The descriptor, or a negated errno.
int cdatagrams_open(
    const cdatagrams_address *local, const cdatagrams_address *peer, bool reports, int receive_buffer,
    int send_timeout_milliseconds);
/// The address and port that a socket is bound to; family 0: none.
cdatagrams_address cdatagrams_local(int descriptor);
/// Datagrams that the system has dropped since the socket was opened, because there was no room for them; modulo 2^32.
/// Negative: the system does not tell.
int64_t cdatagrams_overflow(int descriptor);

/// A descriptor that another thread can wake an epoll with.
int cdatagrams_eventfd(void);
void cdatagrams_wake(int descriptor);
void cdatagrams_clear(int descriptor);

/// Waits until one of the descriptors can be read: see epoll_wait(2). `ready` gets the numbers that they were added
/// with. `milliseconds` < 0: without end. How many, or a negated errno; an interruption counts as none.
int cdatagrams_epoll_new(void);
int cdatagrams_epoll_add(int epoll, int descriptor, uint32_t number);
int cdatagrams_epoll_remove(int epoll, int descriptor);
int cdatagrams_epoll_wait(int epoll, uint32_t *ready, unsigned capacity, int milliseconds);

#endif
