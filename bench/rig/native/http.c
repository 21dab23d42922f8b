#define _GNU_SOURCE
#include "http.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { START, HEADERS, AFTER_HEAD, SIZED, TO_CLOSE, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILERS, END };

bool http_begun(const struct http *h) { return h->state != START || h->used > 0; }

// A whole line, without its end, in h->line; false when the piece ends first.
static bool take_line(struct http *h, const char **at, const char *end) {
    const char *newline = memchr(*at, '\n', (size_t)(end - *at));
    size_t n = (size_t)((newline ? newline : end) - *at), room = sizeof h->line - 1 - h->used;
    if (n > room) n = room;
    memcpy(h->line + h->used, *at, n);
    h->used += (unsigned)n;
    *at = newline ? newline + 1 : end;
    if (!newline) return false;
    if (h->used && h->line[h->used - 1] == '\r') h->used--;
    h->line[h->used] = 0;
    h->used = 0;
    return true;
}

static bool start_line(struct http *h) {
    const char *space = strchr(h->line, ' ');
    if (!space) return false;
    if (!strncmp(h->line, "HTTP/1.", 7)) return (h->status = atoi(space + 1)) >= 100;
    size_t n = strcspn(space + 1, " ?");
    if (n >= sizeof h->path) return false;
    memcpy(h->path, space + 1, n);
    return true;
}

static const char *value_of(const char *line, const char *name) {
    size_t n = strlen(name);
    if (strncasecmp(line, name, n) || line[n] != ':') return NULL;
    return line + n + 1 + strspn(line + n + 1, " \t");
}

static void header_line(struct http *h) {
    const char *value;
    if ((value = value_of(h->line, "content-length"))) h->sized = true, h->left = strtoull(value, NULL, 10);
    else if ((value = value_of(h->line, "transfer-encoding"))) h->chunked = strcasestr(value, "chunked") != NULL;
    else if ((value = value_of(h->line, "connection"))) h->close = strcasestr(value, "close") != NULL;
}

static unsigned char body_state(struct http *h) {
    bool bodiless = h->status == 204 || h->status == 304;
    if (bodiless) return END;
    if (h->chunked) return CHUNK_SIZE;
    if (h->sized) return h->left ? SIZED : END;
    if (!h->status) return END;
    h->close = h->until_close = true;
    return TO_CLOSE;
}

enum http_found http_next(struct http *h, const char **at, const char *end, const char **body, size_t *length) {
    for (;;) {
        if (h->state == AFTER_HEAD) h->state = body_state(h);
        if (h->state == END) return HTTP_END;
        if (*at == end) return HTTP_MORE;
        if (h->state == SIZED || h->state == CHUNK || h->state == TO_CLOSE) {
            size_t n = (size_t)(end - *at);
            *body = *at;
            if (h->state != TO_CLOSE) {
                if (n > h->left) n = h->left;
                h->left -= n;
                if (!h->left) h->state = h->state == CHUNK ? CHUNK_END : END;
            }
            *at += n;
            *length = n;
            return HTTP_BODY;
        }
        if (!take_line(h, at, end)) return HTTP_MORE;
        switch (h->state) {
            case START:
                if (!start_line(h)) return HTTP_BAD;
                h->state = HEADERS;
                break;
            case HEADERS:
                if (h->line[0]) {
                    header_line(h);
                    break;
                }
                h->state = AFTER_HEAD;
                return HTTP_HEAD;
            case CHUNK_SIZE: {
                char *stop;
                h->left = strtoull(h->line, &stop, 16);
                if (stop == h->line) return HTTP_BAD;
                h->state = h->left ? CHUNK : TRAILERS;
                break;
            }
            case CHUNK_END:
                if (h->line[0]) return HTTP_BAD;
                h->state = CHUNK_SIZE;
                break;
            case TRAILERS:
                if (!h->line[0]) h->state = END;
                break;
        }
    }
}
