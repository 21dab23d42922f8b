#include "output.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum output_state output_flush(struct output *o, int fd) {
    while (o->sent < o->length) {
        ssize_t n = write(fd, o->bytes + o->sent, o->length - o->sent);
        if (n < 0) return errno == EAGAIN ? OUTPUT_FULL : OUTPUT_GONE;
        o->sent += (size_t)n;
    }
    // Ten thousand idle streams keep no buffers.
    free(o->bytes);
    *o = (struct output){0};
    return OUTPUT_DONE;
}

enum output_state output_write(struct output *o, int fd, const char *bytes, size_t length) {
    if (!o->length) {
        ssize_t n = write(fd, bytes, length);
        if (n < 0 && errno != EAGAIN) return OUTPUT_GONE;
        if (n > 0) bytes += n, length -= (size_t)n;
        if (!length) return OUTPUT_DONE;
    }
    if (o->room < o->length + length) o->bytes = realloc(o->bytes, o->room = o->length + length);
    memcpy(o->bytes + o->length, bytes, length);
    o->length += length;
    return OUTPUT_FULL;
}
