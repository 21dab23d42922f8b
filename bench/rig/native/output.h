// What is still to be written to a non-blocking socket.
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct output {
    char *bytes;
    size_t length, sent, room;
};

enum output_state { OUTPUT_DONE, OUTPUT_FULL, OUTPUT_GONE };

// Writes what the socket takes and keeps the rest.
enum output_state output_write(struct output *o, int fd, const char *bytes, size_t length);

// Writes more of what was kept.
enum output_state output_flush(struct output *o, int fd);
