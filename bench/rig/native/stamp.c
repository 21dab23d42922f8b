#include "stamp.h"
#include <string.h>

void stamp_write(char *digits, uint64_t ns) {
    for (int i = STAMP_DIGITS - 1; i >= 0; i--, ns /= 10)
        digits[i] = (char)('0' + ns % 10);
}

bool stamp_next(struct stamp_scan *scan, const char **at, const char *end, uint64_t *ns) {
    const char *p = *at;
    while (p < end) {
        if (!scan->inside) {
            p = memchr(p, '~', (size_t)(end - p));
            if (!p) break;
            *scan = (struct stamp_scan){.inside = true};
            p++;
            continue;
        }
        unsigned digit = (unsigned char)*p - (unsigned)'0';
        if (digit < 10 && scan->digits < STAMP_DIGITS) {
            scan->value = scan->value * 10 + digit;
            scan->digits++;
            p++;
            continue;
        }
        // Anything else ends it; a tilde in the wrong place may be the beginning of the next one, so it is not skipped then.
        bool whole = *p == '~' && scan->digits == STAMP_DIGITS;
        scan->inside = false;
        if (!whole) continue;
        *ns = scan->value;
        *at = p + 1;
        return true;
    }
    *at = end;
    return false;
}
