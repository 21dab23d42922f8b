#define _GNU_SOURCE
#include "answer.h"
#include "stamp.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Appends one event, in its format's frame, as one HTTP chunk.
__attribute__((format(printf, 3, 4)))
static char *event(const struct answer *a, char *out, const char *format, ...) {
    static char json[16384];
    va_list values;
    va_start(values, format);
    int n = vsnprintf(json, sizeof json, format, values);
    va_end(values);
    const char *before = a->ollama ? "" : "data: ", *after = a->ollama ? "\n" : "\n\n";
    return out + sprintf(out, "%zx\r\n%s%s%s\r\n", strlen(before) + (size_t)n + strlen(after), before, json, after);
}

static char *chunk(const struct answer *a, const struct script *s, char *out, const char *delta, const char *finish) {
    return event(a, out,
        "{\"id\":\"chatcmpl-%012llx\",\"object\":\"chat.completion.chunk\",\"created\":1735689600,\"model\":\"%s\","
        "\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]}",
        (unsigned long long)a->id, s->model, delta, finish);
}

static char *line(const struct answer *a, const struct script *s, char *out, const char *content, const char *rest) {
    return event(a, out,
        "{\"model\":\"%s\",\"created_at\":\"2025-01-01T00:00:00.000000Z\",\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},%s}",
        s->model, content, rest);
}

static void lay_out_token(struct answer *a, const struct script *s) {
    char content[8192 + 64], delta[sizeof content + 16];
    int n = sprintf(content, " " STAMP_BLANK);
    memset(content + n, 'x', (size_t)s->size);
    content[n + (int)s->size] = 0;
    sprintf(delta, "\"content\":\"%s\"", content);
    a->token = malloc(strlen(content) + 512);
    char *end = a->ollama ? line(a, s, a->token, content, "\"done\":false") : chunk(a, s, a->token, delta, "null");
    a->length = (size_t)(end - a->token);
    a->digits = (size_t)(strstr(a->token, STAMP_BLANK) + 1 - a->token);
}

size_t answer_begin(struct answer *a, const struct script *s, char *out) {
    char *p = out + sprintf(out, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n",
        a->ollama ? "application/x-ndjson" : "text/event-stream; charset=utf-8");
    if (!a->ollama) p = chunk(a, s, p, "\"role\":\"assistant\",\"content\":\"\"", "null");
    lay_out_token(a, s);
    return (size_t)(p - out);
}

size_t answer_end(const struct answer *a, const struct script *s, char *out) {
    int tokens = (int)s->tokens;
    char *p = out;
    if (a->ollama) {
        char rest[256];
        sprintf(rest, "\"done\":true,\"done_reason\":\"stop\",\"total_duration\":1000000,\"load_duration\":1000,"
            "\"prompt_eval_count\":7,\"prompt_eval_duration\":1000,\"eval_count\":%d,\"eval_duration\":1000000", tokens);
        p = line(a, s, p, "", rest);
    } else {
        p = chunk(a, s, p, "", "\"stop\"");
        if (s->usage)
            p = event(a, p,
                "{\"id\":\"chatcmpl-%012llx\",\"object\":\"chat.completion.chunk\",\"created\":1735689600,\"model\":\"%s\",\"choices\":[],"
                "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":%d,\"total_tokens\":%d}}",
                (unsigned long long)a->id, s->model, tokens, tokens + 7);
        p = event(a, p, "[DONE]");
    }
    return (size_t)(p - out) + (size_t)sprintf(p, "0\r\n\r\n");
}

void answer_free(struct answer *a) {
    free(a->token);
    a->token = NULL;
}
