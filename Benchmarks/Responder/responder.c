// What the machine allows: a RADIUS responder that does the digests of its work and nothing else. It looks nobody up,
// records nothing and remembers nothing; it is what a server's speed is measured against, and no server.
//
//   responder SECRET AUTHENTICATION-PORT ACCOUNTING-PORT
//
// An Access-Request's password is revealed and thrown away, and the Accept is signed with Message-Authenticator and
// Response Authenticator. An Accounting-Request is verified and answered. It ends with SIGTERM.

#define _GNU_SOURCE
#define OPENSSL_SUPPRESS_DEPRECATED
#include <arpa/inet.h>
#include <openssl/md5.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { VECTOR = 64, SIZE = 4096, ACCESS_REQUEST = 1, ACCESS_ACCEPT = 2, ACCOUNTING_REQUEST = 4, ACCOUNTING_RESPONSE = 5 };

static MD5_CTX after_secret, inner, outer;
static const char *secret;
static size_t secret_length;

static void prepare(void) {
  uint8_t key[64] = {0}, pad[64];
  secret_length = strlen(secret);
  if (secret_length > 64) exit(2);
  memcpy(key, secret, secret_length);
  MD5_Init(&after_secret);
  MD5_Update(&after_secret, secret, secret_length);
  for (int i = 0; i < 64; i++) pad[i] = key[i] ^ 0x36;
  MD5_Init(&inner);
  MD5_Update(&inner, pad, 64);
  for (int i = 0; i < 64; i++) pad[i] = key[i] ^ 0x5c;
  MD5_Init(&outer);
  MD5_Update(&outer, pad, 64);
}

static const uint8_t *find(const uint8_t *packet, size_t length, uint8_t type) {
  for (size_t at = 20; at + 1 < length; at += packet[at + 1]) {
    if (packet[at + 1] < 2 || at + packet[at + 1] > length) return NULL;
    if (packet[at] == type) return packet + at;
  }
  return NULL;
}

static volatile uint8_t sink;

static void reveal(const uint8_t *request, const uint8_t *attribute) {
  const uint8_t *before = request + 4;
  for (int at = 2; at + 16 <= attribute[1]; at += 16) {
    uint8_t mask[16];
    MD5_CTX state = after_secret;
    MD5_Update(&state, before, 16);
    MD5_Final(mask, &state);
    for (int i = 0; i < 16; i++) sink ^= mask[i] ^ attribute[at + i];
    before = attribute + at;
  }
}

static void message_authenticator(const uint8_t *packet, size_t length, uint8_t *result) {
  MD5_CTX state = inner;
  MD5_Update(&state, packet, length);
  MD5_Final(result, &state);
  state = outer;
  MD5_Update(&state, result, 16);
  MD5_Final(result, &state);
}

static void sign(uint8_t *packet, size_t length) {
  MD5_CTX state;
  uint8_t digest[16];
  MD5_Init(&state);
  MD5_Update(&state, packet, length);
  MD5_Update(&state, secret, secret_length);
  MD5_Final(digest, &state);
  memcpy(packet + 4, digest, 16);
}

// Writes the reply over `reply`; its length, or 0 for none.
static size_t answer(const uint8_t *request, size_t length, uint8_t *reply) {
  if (length < 20) return 0;
  length = request[2] << 8 | request[3];
  memcpy(reply, request, 20);
  if (request[0] == ACCESS_REQUEST) {
    const uint8_t *password = find(request, length, 2), *proof = find(request, length, 80);
    if (password) reveal(request, password);
    if (proof) {
      uint8_t copy[SIZE], digest[16];
      memcpy(copy, request, length);
      memset(copy + (proof - request) + 2, 0, 16);
      message_authenticator(copy, length, digest);
      if (memcmp(digest, proof + 2, 16)) return 0;
    }
    reply[0] = ACCESS_ACCEPT;
    reply[20] = 80;
    reply[21] = 18;
    memset(reply + 22, 0, 16);
    reply[2] = 0;
    reply[3] = 38;
    uint8_t digest[16];
    message_authenticator(reply, 38, digest);
    memcpy(reply + 22, digest, 16);
    sign(reply, 38);
    return 38;
  }
  if (request[0] == ACCOUNTING_REQUEST) {
    uint8_t digest[16], zeros[16] = {0};
    MD5_CTX state;
    MD5_Init(&state);
    MD5_Update(&state, request, 4);
    MD5_Update(&state, zeros, 16);
    MD5_Update(&state, request + 20, length - 20);
    MD5_Update(&state, secret, secret_length);
    MD5_Final(digest, &state);
    if (memcmp(digest, request + 4, 16)) return 0;
    reply[0] = ACCOUNTING_RESPONSE;
    reply[2] = 0;
    reply[3] = 20;
    sign(reply, 20);
    return 20;
  }
  return 0;
}

static int listen_on(const char *port) {
  int descriptor = socket(AF_INET, SOCK_DGRAM, 0), size = 4 << 20;
  struct sockaddr_in name = {
      .sin_family = AF_INET, .sin_port = htons(atoi(port)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  if (descriptor < 0 || bind(descriptor, (struct sockaddr *)&name, sizeof name) < 0) {
    perror("responder");
    exit(1);
  }
  return descriptor;
}

int main(int count, char **arguments) {
  if (count != 4) {
    fprintf(stderr, "usage: responder SECRET AUTHENTICATION-PORT ACCOUNTING-PORT\n");
    return 2;
  }
  secret = arguments[1];
  prepare();
  struct pollfd sockets[2] = {
      {.fd = listen_on(arguments[2]), .events = POLLIN}, {.fd = listen_on(arguments[3]), .events = POLLIN}};
  static uint8_t requests[VECTOR][SIZE], replies[VECTOR][SIZE];
  static struct sockaddr_in names[VECTOR];
  struct mmsghdr in[VECTOR] = {0}, out[VECTOR] = {0};
  struct iovec in_vectors[VECTOR], out_vectors[VECTOR];
  for (;;) {
    if (poll(sockets, 2, -1) < 0) continue;
    for (int which = 0; which < 2; which++) {
      if (!sockets[which].revents) continue;
      for (int i = 0; i < VECTOR; i++) {
        in_vectors[i] = (struct iovec){requests[i], SIZE};
        in[i].msg_hdr = (struct msghdr){
            .msg_name = &names[i], .msg_namelen = sizeof names[i], .msg_iov = &in_vectors[i], .msg_iovlen = 1};
      }
      int received = recvmmsg(sockets[which].fd, in, VECTOR, MSG_DONTWAIT, NULL), answers = 0;
      for (int i = 0; i < received; i++) {
        size_t length = answer(requests[i], in[i].msg_len, replies[answers]);
        if (!length) continue;
        out_vectors[answers] = (struct iovec){replies[answers], length};
        out[answers].msg_hdr = (struct msghdr){
            .msg_name = &names[i], .msg_namelen = sizeof names[i], .msg_iov = &out_vectors[answers], .msg_iovlen = 1};
        answers++;
      }
      if (answers > 0) sendmmsg(sockets[which].fd, out, answers, 0);
    }
  }
}
