// MD5's and SHA-256's own functions are deprecated in favour of EVP, which allocates at every start: see MD5State.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/md5.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
