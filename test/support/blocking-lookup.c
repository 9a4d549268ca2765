// A library to preload that makes lookups block forever, like a silent name server does: every
// getnameinfo that may ask, every gethostbyname_r and gethostbyaddr_r, and getaddrinfo of a name
// that contains "blocks". Each prints a line to standard output first.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>
#include <unistd.h>

static void block(void) {
  static const char message[] = "lookup blocks\n";
  if (write(STDOUT_FILENO, message, sizeof message - 1) < 0) return;
  for (;;) pause();
}

typedef int (*AddressLookup)(const char*, const char*, const struct addrinfo*, struct addrinfo**);
typedef int (*NameLookup)(const struct sockaddr*, socklen_t, char*, socklen_t, char*, socklen_t,
                          int);

int getaddrinfo(const char* host, const char* service, const struct addrinfo* hints,
                struct addrinfo** list) {
  if (host != NULL && strstr(host, "blocks") != NULL) block();
  return ((AddressLookup)dlsym(RTLD_NEXT, "getaddrinfo"))(host, service, hints, list);
}

int getnameinfo(const struct sockaddr* address, socklen_t length, char* host, socklen_t hostSize,
                char* service, socklen_t serviceSize, int flags) {
  if ((flags & NI_NUMERICHOST) == 0) block();
  return ((NameLookup)dlsym(RTLD_NEXT, "getnameinfo"))(address, length, host, hostSize, service,
                                                       serviceSize, flags);
}

int gethostbyname_r(const char* name, struct hostent* host, char* room, size_t size,
                    struct hostent** found, int* error) {
  (void)name, (void)host, (void)room, (void)size, (void)found, (void)error;
  block();
  return 0;
}

int gethostbyaddr_r(const void* address, socklen_t length, int family, struct hostent* host,
                    char* room, size_t size, struct hostent** found, int* error) {
  (void)address, (void)length, (void)family, (void)host, (void)room, (void)size, (void)found;
  (void)error;
  block();
  return 0;
}
