// What happened, and the line that says so.
#pragma once
#include "histogram.h"

enum end {
    END_OK,
    END_CONNECT,  // could not connect, or could not ask
    END_STATUS,   // the status was not 200
    END_CUT,      // the connection ended before the response did
    END_SHORT,    // the response ended, and tokens were missing
    END_PROTOCOL, // not HTTP
    END_TIMEOUT,
    ENDS,
};

struct tally {
    uint64_t ends[ENDS], tokens, repeated, reads, bytes;
    int first_bad_status;
    int open, most_open;
    uint64_t full_from, full_to;  // when as many were open as ever were, CLOCK_MONOTONIC ns
    uint64_t began, ended;
    struct histogram latency, first_token;
};

void tally_open(struct tally *t, uint64_t now);
void tally_close(struct tally *t, enum end end, uint64_t now);

// One line of JSON on standard output.
void tally_print(const struct tally *t);
