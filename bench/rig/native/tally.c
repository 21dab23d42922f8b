#include "tally.h"
#include "clock.h"
#include <stdio.h>

static const char *const names[ENDS] = {"ok", "connect", "status", "cut", "short", "protocol", "timeout"};

void tally_open(struct tally *t, uint64_t now) {
    if (++t->open > t->most_open) t->most_open = t->open, t->full_from = now;
}

void tally_close(struct tally *t, enum end end, uint64_t now) {
    if (t->open-- == t->most_open) t->full_to = now;
    t->ends[end]++;
    t->ended = now;
}

static void print_quantiles(const char *name, const struct histogram *h) {
    printf("\"%s\":{\"p50\":%.1f,\"p90\":%.1f,\"p99\":%.1f,\"most\":%.1f},", name, histogram_us(h, .5), histogram_us(h, .9),
        histogram_us(h, .99), (double)h->largest / 1e3);
}

void tally_print(const struct tally *t) {
    uint64_t failed = 0;
    for (int i = END_OK + 1; i < ENDS; i++) failed += t->ends[i];
    printf("{\"ok\":%llu,\"failed\":%llu,\"ends\":{", (unsigned long long)t->ends[END_OK], (unsigned long long)failed);
    for (int i = 0, some = 0; i < ENDS; i++)
        if (t->ends[i]) printf("%s\"%s\":%llu", some++ ? "," : "", names[i], (unsigned long long)t->ends[i]);
    printf("},\"first_bad_status\":%d,\"tokens\":%llu,\"repeated\":%llu,\"reads\":%llu,\"bytes\":%llu,", t->first_bad_status,
        (unsigned long long)t->tokens, (unsigned long long)t->repeated, (unsigned long long)t->reads, (unsigned long long)t->bytes);
    print_quantiles("first_token_us", &t->first_token);
    print_quantiles("latency_us", &t->latency);
    printf("\"most_open\":%d,\"full_from_ns\":%llu,\"full_to_ns\":%llu,\"seconds\":%.4f,\"cpu_seconds\":%.4f}\n", t->most_open,
        (unsigned long long)t->full_from, (unsigned long long)t->full_to, (double)(t->ended - t->began) / 1e9, (double)cpu_ns() / 1e9);
}
