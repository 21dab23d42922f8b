#define _GNU_SOURCE
#include "script.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static double word(const char *body, const char *name, double otherwise, double least, double most) {
    size_t n = strlen(name);
    double value = otherwise;
    for (const char *p = body; (p = strstr(p, name)); p += n) {
        bool begins = p == body || !isalpha((unsigned char)p[-1]);
        if (begins && p[n] == '=' && isdigit((unsigned char)p[n + 1])) value = atof(p + n + 1);
    }
    return value < least ? least : value > most ? most : value;
}

// The value of a member; NULL when there is none. A quote inside a string is escaped, so a name in quotes is never text.
static const char *member(const char *body, const char *quoted) {
    const char *p = strstr(body, quoted);
    if (!p) return NULL;
    p += strlen(quoted);
    p += strspn(p, " \t\r\n");
    if (*p != ':') return NULL;
    return p + 1 + strspn(p + 1, " \t\r\n");
}

void script_read(struct script *script, const char *body, bool streams) {
    const char *stream = member(body, "\"stream\""), *usage = member(body, "\"include_usage\""), *model = member(body, "\"model\"");
    *script = (struct script){
        .tokens = word(body, "tokens", 20, 1, 1e9),
        .rate = word(body, "rate", 0, 0, 1e6),
        .size = word(body, "size", 8, 0, 8192),
        .ttft = word(body, "ttft", 0, 0, 1e7),
        .batch = word(body, "batch", 1, 1, 256),
        .stream = stream ? *stream == 't' : streams,
        .usage = usage && *usage == 't',
        .model = "mock",
    };
    size_t n = model && *model == '"' ? strcspn(model + 1, "\"\\") : sizeof script->model;
    if (n < sizeof script->model) memcpy(script->model, model + 1, n), script->model[n] = 0;
}
