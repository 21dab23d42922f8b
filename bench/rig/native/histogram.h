// Counts of nanoseconds in buckets 1.6 % wide.
#pragma once
#include <stdint.h>

enum { HISTOGRAM_BUCKETS = 64 * 60 };

struct histogram {
    uint64_t count, largest, buckets[HISTOGRAM_BUCKETS];
};

void histogram_add(struct histogram *h, uint64_t ns);

// Microseconds; quantile 0 to 1, 0 when nothing was counted.
double histogram_us(const struct histogram *h, double quantile);
