/* Bytes that grow, and replies to frames: 4 bytes of length, highest first, before each payload. */
#pragma once
#include "echo.h"

enum { HEADER_BYTES = 4, PAYLOAD_BYTES_MAX = 1 << 20 };

struct bytes {
    char *at;
    size_t length, capacity;
};

static void append(struct bytes *all, const char *more, size_t length)
{
    if (all->capacity - all->length < length) {
        all->capacity = (all->length + length) * 2;
        all->at = realloc(all->at, all->capacity);
        if (all->at == NULL) {
            die("no memory");
        }
    }
    memcpy(all->at + all->length, more, length);
    all->length += length;
}

/* Appends the reply to each whole frame, with a header of its own; the bytes used, -1 if a frame is too long. */
static ssize_t answer_frames(const char *input, size_t length, struct bytes *replies)
{
    size_t at = 0;
    while (length - at >= HEADER_BYTES) {
        uint32_t header;
        memcpy(&header, input + at, HEADER_BYTES);
        size_t payload = ntohl(header);
        if (payload > PAYLOAD_BYTES_MAX) {
            return -1;
        }
        if (length - at - HEADER_BYTES < payload) {
            break;
        }
        header = htonl((uint32_t) payload);
        append(replies, (const char *) &header, HEADER_BYTES);
        append(replies, input + at + HEADER_BYTES, payload);
        at += HEADER_BYTES + payload;
    }
    return (ssize_t) at;
}

/* Answers what one read got, in place unless a frame began before it; false if a frame is too long. */
static bool answer(struct bytes *begun, const char *input, size_t length, struct bytes *replies)
{
    bool in_place = begun->length == 0;
    if (!in_place) {
        append(begun, input, length);
        input = begun->at;
        length = begun->length;
    }
    ssize_t used = answer_frames(input, length, replies);
    if (used < 0) {
        return false;
    }
    size_t rest = length - (size_t) used;
    if (!in_place) {
        memmove(begun->at, begun->at + used, rest);
        begun->length = rest;
    } else if (rest > 0) {
        append(begun, input + used, rest);
    }
    return true;
}
