// A token carries the time it was sent: a tilde, 19 digits (CLOCK_MONOTONIC, ns), a tilde. No character of it is escaped in
// JSON by anybody, so it can be found in whatever a gateway wraps around it.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STAMP_DIGITS = 19 };
#define STAMP_BLANK "~0000000000000000000~"

// Where a scan stands between two pieces of a stream. Zero it to begin.
struct stamp_scan {
    uint64_t value;
    unsigned digits;
    bool inside;
};

// digits: the first of the 19 places.
void stamp_write(char *digits, uint64_t ns);

// The next stamp in [*at, end), which may have begun in an earlier piece; false when there is none to its end.
bool stamp_next(struct stamp_scan *scan, const char **at, const char *end, uint64_t *ns);
