#include "histogram.h"

// Values below 64 have a bucket each; above, every power of two is cut into 64.
static unsigned bucket_of(uint64_t ns) {
    if (ns < 64) return (unsigned)ns;
    unsigned shift = 57u - (unsigned)__builtin_clzll(ns);
    return (shift + 1) * 64 + (unsigned)(ns >> shift) - 64;
}

static double middle_of(unsigned bucket) {
    if (bucket < 64) return bucket;
    unsigned shift = bucket / 64 - 1;
    uint64_t least = (uint64_t)(bucket % 64 + 64) << shift;
    return (double)least + (double)(1ull << shift) / 2;
}

void histogram_add(struct histogram *h, uint64_t ns) {
    h->buckets[bucket_of(ns)]++;
    h->count++;
    if (ns > h->largest) h->largest = ns;
}

double histogram_us(const struct histogram *h, double quantile) {
    uint64_t wanted = (uint64_t)(quantile * (double)h->count), seen = 0;
    if (wanted >= h->count) return (double)h->largest / 1e3;
    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++)
        if ((seen += h->buckets[i]) > wanted) {
            double ns = middle_of(i), most = (double)h->largest;
            return (ns < most ? ns : most) / 1e3;
        }
    return 0;
}
