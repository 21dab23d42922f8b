// Timers in a wheel: adding, removing and firing one costs the same however many there are.
#pragma once
#include <stdbool.h>
#include <stdint.h>

// Put it into whatever waits. Zero it to begin.
struct timer {
    struct timer *next, **link;
    uint64_t due;
};

struct timers {
    struct timer *first;
};

void timers_add(struct timers *list, struct timer *timer);
void timer_remove(struct timer *timer);
static inline bool timer_waits(const struct timer *timer) { return timer->link; }

enum { WHEEL_SLOTS = 4096, WHEEL_TICK = 18 };  // a slot is 2^18 ns, 0.26 ms; once around takes 1.07 s

struct wheel {
    struct timers slots[WHEEL_SLOTS];
    uint64_t full[WHEEL_SLOTS / 64];  // a bit for each slot that may hold something
    uint64_t tick;
};

void wheel_begin(struct wheel *w, uint64_t now);
void wheel_add(struct wheel *w, struct timer *timer, uint64_t due);

// Moves what is due by now to the list.
void wheel_collect(struct wheel *w, uint64_t now, struct timers *due);

// Nanoseconds until there may be something to collect; UINT64_MAX when there is nothing at all.
uint64_t wheel_wait(const struct wheel *w, uint64_t now);
