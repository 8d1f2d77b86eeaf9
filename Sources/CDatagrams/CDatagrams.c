#define _GNU_SOURCE
#include "CDatagrams.h"

#include <errno.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

typedef union {
  struct sockaddr any;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
} socket_address;

// Room for a packet-info message of either family, and for the time of arrival.
typedef union {
  struct cmsghdr header;
  char room[CMSG_SPACE(sizeof(struct in6_pktinfo)) + CMSG_SPACE(sizeof(struct timespec))];
} control_room;

struct cdatagrams_batch {
  unsigned count;
  unsigned size;
  /// How many the last call received.
  unsigned received;
  struct mmsghdr *messages;
  struct iovec *vectors;
  socket_address *names;
  control_room *controls;
  uint8_t *data;
};

cdatagrams_batch *cdatagrams_batch_new(unsigned count, unsigned size) {
  cdatagrams_batch *batch = calloc(1, sizeof *batch);
  if (!batch) return NULL;
  batch->count = count;
  batch->size = size;
  batch->messages = calloc(count, sizeof *batch->messages);
  batch->vectors = calloc(count, sizeof *batch->vectors);
  batch->names = calloc(count, sizeof *batch->names);
  batch->controls = calloc(count, sizeof *batch->controls);
  batch->data = malloc((size_t)count * size);
  if (!batch->messages || !batch->vectors || !batch->names || !batch->controls || !batch->data) {
    cdatagrams_batch_free(batch);
    return NULL;
  }
  for (unsigned index = 0; index < count; index++) {
    struct msghdr *header = &batch->messages[index].msg_hdr;
    batch->vectors[index].iov_base = batch->data + (size_t)index * size;
    batch->vectors[index].iov_len = size;
    header->msg_iov = &batch->vectors[index];
    header->msg_iovlen = 1;
    header->msg_name = &batch->names[index];
    header->msg_namelen = sizeof batch->names[index];
    header->msg_control = &batch->controls[index];
    header->msg_controllen = sizeof batch->controls[index];
  }
  return batch;
}

void cdatagrams_batch_free(cdatagrams_batch *batch) {
  if (!batch) return;
  free(batch->messages);
  free(batch->vectors);
  free(batch->names);
  free(batch->controls);
  free(batch->data);
  free(batch);
}

uint8_t *cdatagrams_data(cdatagrams_batch *batch, unsigned index) {
  return batch->data + (size_t)index * batch->size;
}

size_t cdatagrams_length(const cdatagrams_batch *batch, unsigned index) { return batch->messages[index].msg_len; }

static void set_v6(cdatagrams_address *address, const struct in6_addr *octets, uint32_t interface) {
  if (IN6_IS_ADDR_V4MAPPED(octets)) {
    address->family = 4;
    memcpy(address->octets, octets->s6_addr + 12, 4);
    return;
  }
  address->family = 6;
  memcpy(address->octets, octets->s6_addr, 16);
  address->interface = IN6_IS_ADDR_LINKLOCAL(octets) ? interface : 0;
}

static cdatagrams_address read_name(const socket_address *name) {
  cdatagrams_address address = {0};
  if (name->any.sa_family == AF_INET) {
    address.family = 4;
    address.port = ntohs(name->v4.sin_port);
    memcpy(address.octets, &name->v4.sin_addr, 4);
  } else if (name->any.sa_family == AF_INET6) {
    address.port = ntohs(name->v6.sin6_port);
    set_v6(&address, &name->v6.sin6_addr, name->v6.sin6_scope_id);
  }
  return address;
}

static socklen_t write_name(socket_address *name, const cdatagrams_address *address) {
  if (address->family == 4) {
    memset(&name->v4, 0, sizeof name->v4);
    name->v4.sin_family = AF_INET;
    name->v4.sin_port = htons(address->port);
    memcpy(&name->v4.sin_addr, address->octets, 4);
    return sizeof name->v4;
  }
  memset(&name->v6, 0, sizeof name->v6);
  name->v6.sin6_family = AF_INET6;
  name->v6.sin6_port = htons(address->port);
  name->v6.sin6_scope_id = address->interface;
  memcpy(&name->v6.sin6_addr, address->octets, 16);
  return sizeof name->v6;
}

cdatagrams_address cdatagrams_source(const cdatagrams_batch *batch, unsigned index) {
  return read_name(&batch->names[index]);
}

cdatagrams_address cdatagrams_destination(const cdatagrams_batch *batch, unsigned index) {
  cdatagrams_address address = {0};
  struct msghdr *header = &batch->messages[index].msg_hdr;
  for (struct cmsghdr *control = CMSG_FIRSTHDR(header); control; control = CMSG_NXTHDR(header, control)) {
    if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
      struct in_pktinfo info;
      memcpy(&info, CMSG_DATA(control), sizeof info);
      // The address of ours that an answer can leave from: for a broadcast, the interface's own.
      address.family = 4;
      memcpy(address.octets, &info.ipi_spec_dst, 4);
    } else if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
      struct in6_pktinfo info;
      memcpy(&info, CMSG_DATA(control), sizeof info);
      if (!IN6_IS_ADDR_MULTICAST(&info.ipi6_addr)) set_v6(&address, &info.ipi6_addr, info.ipi6_ifindex);
    }
  }
  return address;
}

int64_t cdatagrams_arrival(const cdatagrams_batch *batch, unsigned index) {
  struct msghdr *header = &batch->messages[index].msg_hdr;
  for (struct cmsghdr *control = CMSG_FIRSTHDR(header); control; control = CMSG_NXTHDR(header, control)) {
    if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_TIMESTAMPNS) continue;
    struct timespec time;
    memcpy(&time, CMSG_DATA(control), sizeof time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
  }
  return -1;
}

int cdatagrams_receive(cdatagrams_batch *batch, int descriptor) {
  // What the last call shortened is made whole.
  for (unsigned index = 0; index < batch->received; index++) {
    batch->messages[index].msg_hdr.msg_namelen = sizeof batch->names[index];
    batch->messages[index].msg_hdr.msg_controllen = sizeof batch->controls[index];
  }
  batch->received = 0;
  int count;
  do {
    count = recvmmsg(descriptor, batch->messages, batch->count, MSG_DONTWAIT, NULL);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -errno;
  batch->received = (unsigned)count;
  return count;
}

void cdatagrams_prepare(
    cdatagrams_batch *batch, unsigned index, size_t length, const cdatagrams_address *to,
    const cdatagrams_address *from) {
  struct msghdr *header = &batch->messages[index].msg_hdr;
  batch->vectors[index].iov_len = length;
  header->msg_flags = 0;
  if (to) {
    header->msg_name = &batch->names[index];
    header->msg_namelen = write_name(&batch->names[index], to);
  } else {
    header->msg_name = NULL;
    header->msg_namelen = 0;
  }
  header->msg_control = NULL;
  header->msg_controllen = 0;
  if (!from || !from->family) return;
  struct cmsghdr *control = &batch->controls[index].header;
  header->msg_control = control;
  if (from->family == 4) {
    struct in_pktinfo info = {0};
    memcpy(&info.ipi_spec_dst, from->octets, 4);
    header->msg_controllen = CMSG_SPACE(sizeof info);
    control->cmsg_level = IPPROTO_IP;
    control->cmsg_type = IP_PKTINFO;
    control->cmsg_len = CMSG_LEN(sizeof info);
    memcpy(CMSG_DATA(control), &info, sizeof info);
  } else {
    struct in6_pktinfo info = {0};
    memcpy(&info.ipi6_addr, from->octets, 16);
    info.ipi6_ifindex = from->interface;
    header->msg_controllen = CMSG_SPACE(sizeof info);
    control->cmsg_level = IPPROTO_IPV6;
    control->cmsg_type = IPV6_PKTINFO;
    control->cmsg_len = CMSG_LEN(sizeof info);
    memcpy(CMSG_DATA(control), &info, sizeof info);
  }
}

int cdatagrams_send(cdatagrams_batch *batch, int descriptor, unsigned first, unsigned end) {
  int count;
  do {
    count = sendmmsg(descriptor, batch->messages + first, end - first, MSG_NOSIGNAL);
  } while (count < 0 && errno == EINTR);
  return count < 0 ? -errno : count;
}

static int configure(
    int descriptor, const cdatagrams_address *local, const cdatagrams_address *peer, bool reports, int receive_buffer,
    int send_timeout_milliseconds) {
  int family = local ? local->family : peer->family;
  int on = 1;
  if (family == 6 && setsockopt(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) < 0) return -errno;
  if (reports) {
    int failed = family == 6 ? setsockopt(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on)
                             : setsockopt(descriptor, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
    if (failed < 0) return -errno;
  }
  if (local && setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) < 0) return -errno;
  if (receive_buffer > 0 &&
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer) < 0)
    return -errno;
  if (send_timeout_milliseconds > 0) {
    struct timeval timeout = {
        .tv_sec = send_timeout_milliseconds / 1000, .tv_usec = send_timeout_milliseconds % 1000 * 1000};
    if (setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout) < 0) return -errno;
  }
  socket_address name;
  if (local) {
    socklen_t length = write_name(&name, local);
    if (bind(descriptor, &name.any, length) < 0) return -errno;
  }
  if (peer) {
    socklen_t length = write_name(&name, peer);
    if (connect(descriptor, &name.any, length) < 0) return -errno;
  }
  return 0;
}

int cdatagrams_open(
    const cdatagrams_address *local, const cdatagrams_address *peer, bool reports, int receive_buffer,
    int send_timeout_milliseconds) {
  if (!local && !peer) return -EINVAL;
  int family = (local ? local->family : peer->family) == 6 ? AF_INET6 : AF_INET;
  int descriptor = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -errno;
  int failure = configure(descriptor, local, peer, reports, receive_buffer, send_timeout_milliseconds);
  if (failure < 0) {
    close(descriptor);
    return failure;
  }
  return descriptor;
}

cdatagrams_address cdatagrams_local(int descriptor) {
  socket_address name;
  socklen_t length = sizeof name;
  cdatagrams_address none = {0};
  if (getsockname(descriptor, &name.any, &length) < 0) return none;
  return read_name(&name);
}

int64_t cdatagrams_overflow(int descriptor) {
  uint32_t values[SK_MEMINFO_VARS];
  socklen_t length = sizeof values;
  if (getsockopt(descriptor, SOL_SOCKET, SO_MEMINFO, values, &length) < 0) return -1;
  return length > SK_MEMINFO_DROPS * sizeof values[0] ? values[SK_MEMINFO_DROPS] : -1;
}

int cdatagrams_eventfd(void) {
  int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return descriptor < 0 ? -errno : descriptor;
}

void cdatagrams_wake(int descriptor) {
  uint64_t one = 1;
  // A counter that is full has woken the reader already.
  ssize_t written = write(descriptor, &one, sizeof one);
  (void)written;
}

void cdatagrams_clear(int descriptor) {
  uint64_t count;
  ssize_t taken = read(descriptor, &count, sizeof count);
  (void)taken;
}

int cdatagrams_epoll_new(void) {
  int epoll = epoll_create1(EPOLL_CLOEXEC);
  return epoll < 0 ? -errno : epoll;
}

int cdatagrams_epoll_add(int epoll, int descriptor, uint32_t number) {
  struct epoll_event event = {.events = EPOLLIN, .data.u32 = number};
  return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) < 0 ? -errno : 0;
}

int cdatagrams_epoll_remove(int epoll, int descriptor) {
  return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, NULL) < 0 ? -errno : 0;
}

int cdatagrams_epoll_wait(int epoll, uint32_t *ready, unsigned capacity, int milliseconds) {
  struct epoll_event events[64];
  int count = epoll_wait(epoll, events, capacity < 64 ? (int)capacity : 64, milliseconds);
  if (count < 0) return errno == EINTR ? 0 : -errno;
  for (int index = 0; index < count; index++) ready[index] = events[index].data.u32;
  return count;
}
