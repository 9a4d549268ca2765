#ifndef BSD_SOCKETS_TRACE_RECORDED_H
#define BSD_SOCKETS_TRACE_RECORDED_H

// What is recorded of each system call beside its numbers: the memory that its arguments point to,
// before the call (ask) and after it (answer). A system call without an entry here does not
// compile. The names are the kernel's.

#include "recorded/descriptor.h"
#include "recorded/lifecycle.h"
#include "recorded/message.h"
#include "recorded/multiplex.h"
#include "recorded/transfer.h"

#endif
