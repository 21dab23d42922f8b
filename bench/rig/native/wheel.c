#include "wheel.h"
#include <stddef.h>

void timer_remove(struct timer *timer) {
    if (!timer->link) return;
    *timer->link = timer->next;
    if (timer->next) timer->next->link = timer->link;
    timer->link = NULL;
}

void timers_add(struct timers *list, struct timer *timer) {
    timer_remove(timer);
    timer->next = list->first;
    timer->link = &list->first;
    if (timer->next) timer->next->link = &timer->next;
    list->first = timer;
}

void wheel_begin(struct wheel *w, uint64_t now) { w->tick = now >> WHEEL_TICK; }

void wheel_add(struct wheel *w, struct timer *timer, uint64_t due) {
    // Rounded up, so that nothing fires early; and never into the slot that was just collected.
    uint64_t tick = (due >> WHEEL_TICK) + 1;
    if (tick <= w->tick) tick = w->tick + 1;
    unsigned slot = tick % WHEEL_SLOTS;
    timer->due = due;
    timers_add(&w->slots[slot], timer);
    w->full[slot / 64] |= 1ull << slot % 64;
}

static void collect_slot(struct wheel *w, unsigned slot, uint64_t now, struct timers *due) {
    bool later = false;
    for (struct timer *t = w->slots[slot].first, *next; t; t = next) {
        next = t->next;
        if (t->due <= now) timers_add(due, t);
        else later = true;  // a later time around
    }
    if (!later) w->full[slot / 64] &= ~(1ull << slot % 64);
}

void wheel_collect(struct wheel *w, uint64_t now, struct timers *due) {
    uint64_t end = now >> WHEEL_TICK;
    if (end - w->tick > WHEEL_SLOTS) w->tick = end - WHEEL_SLOTS;
    while (w->tick < end) {
        unsigned slot = ++w->tick % WHEEL_SLOTS;
        if (w->full[slot / 64] >> slot % 64 & 1) collect_slot(w, slot, now, due);
    }
}

uint64_t wheel_wait(const struct wheel *w, uint64_t now) {
    for (uint64_t tick = w->tick + 1; tick <= w->tick + WHEEL_SLOTS;) {
        unsigned slot = tick % WHEEL_SLOTS;
        uint64_t bits = w->full[slot / 64] >> slot % 64;
        if (!bits) {
            tick += 64 - slot % 64;
            continue;
        }
        uint64_t at = (tick + (unsigned)__builtin_ctzll(bits)) << WHEEL_TICK;
        return at > now ? at - now : 0;
    }
    return UINT64_MAX;
}
