// The bytes of an answer: OpenAI's chat completion chunks as SSE, or Ollama's chat as NDJSON; each event an HTTP chunk.
#pragma once
#include "script.h"
#include <stddef.h>
#include <stdint.h>

struct answer {
    bool ollama;
    uint64_t id;
    char *token;            // one token, framed: the same bytes each time, but for the digits of its stamp
    size_t length, digits;  // of token; where in it the digits are
};

// Enough for what begins or ends an answer.
enum { ANSWER_MOST = 2048 };

// Head and, where the format has one, the event before the first token. Lays out the token too. Returns the length.
size_t answer_begin(struct answer *a, const struct script *script, char *out);

// What follows the last token. Returns the length.
size_t answer_end(const struct answer *a, const struct script *script, char *out);

void answer_free(struct answer *a);
