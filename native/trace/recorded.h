#ifndef BSD_SOCKETS_TRACE_RECORDED_H
#define BSD_SOCKETS_TRACE_RECORDED_H

// What is kept of each system call beside its numbers: what its arguments point to, before the call
// (ask) and after it (answer). A call that has no entry here does not compile. The names are those
// that the kernel knows the calls by.

#include "recorded/descriptor.h"
#include "recorded/lifecycle.h"
#include "recorded/message.h"
#include "recorded/multiplex.h"
#include "recorded/transfer.h"

#endif
