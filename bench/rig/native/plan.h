// What the load generator is to do, from its command line.
#pragma once
#include <stddef.h>

struct plan {
    int port, streams, expect;
    double ramp, repeat, timeout;  // seconds
    char *request;                 // whole, as it goes over the wire
    size_t length;
};

// Ends the program with its usage when the arguments make no sense.
void plan_read(struct plan *plan, int argc, char **argv);
