import { expect, test } from 'vitest'
import { eventDecoder, type WireEvent } from '../src/reading/sse.js'

const bytes = (text: string) => new TextEncoder().encode(text)

function decode(pieces: readonly Uint8Array[]) {
  const retries: number[] = []
  const decoder = eventDecoder({ onRetry: milliseconds => retries.push(milliseconds) })
  return { events: pieces.flatMap(piece => decoder(piece)), retries }
}

const cases: Readonly<Record<string, { stream: string; events: WireEvent[]; retries?: number[] }>> = {
  'a byte order mark at the beginning is no part of the first field': { stream: '\uFEFFdata: a\n\n', events: [{ id: '', data: 'a' }] },
  'a second byte order mark is': { stream: '\uFEFF\uFEFFdata: a\n\ndata: b\n\n', events: [{ id: '', data: 'b' }] },
  'lines end with LF': {
    stream: 'id: g:1\nevent: text\ndata: a\n\ndata: b\n\n',
    events: [
      { id: 'g:1', data: 'a' },
      { id: 'g:1', data: 'b' },
    ],
  },
  'lines end with CRLF': {
    stream: 'id: g:1\r\ndata: a\r\n\r\ndata: b\r\n\r\n',
    events: [
      { id: 'g:1', data: 'a' },
      { id: 'g:1', data: 'b' },
    ],
  },
  'lines end with CR': {
    stream: 'id: g:1\rdata: a\r\rdata: b\r\r',
    events: [
      { id: 'g:1', data: 'a' },
      { id: 'g:1', data: 'b' },
    ],
  },
  'lines end in all ways at once': {
    stream: 'data: a\r\ndata: b\rdata: c\n\r\ndata: d\n\r',
    events: [
      { id: '', data: 'a\nb\nc' },
      { id: '', data: 'd' },
    ],
  },
  'several data lines are one text': { stream: 'data: a\ndata\ndata:  b\n\n', events: [{ id: '', data: 'a\n\n b' }] },
  'only one space behind the colon goes': {
    stream: 'data:a\n\ndata:  a \n\n',
    events: [
      { id: '', data: 'a' },
      { id: '', data: ' a ' },
    ],
  },
  'an id with NUL is ignored': {
    stream: 'id: g:1\ndata: a\n\nid: g\u0000:2\ndata: b\n\n',
    events: [
      { id: 'g:1', data: 'a' },
      { id: 'g:1', data: 'b' },
    ],
  },
  'an empty id forgets the last one': {
    stream: 'id: g:1\ndata: a\n\nid\ndata: b\n\n',
    events: [
      { id: 'g:1', data: 'a' },
      { id: '', data: 'b' },
    ],
  },
  'comments mean nothing': { stream: ':\n\n: heartbeat\ndata: a\n:\n\n:\n\n', events: [{ id: '', data: 'a' }] },
  'retry is told when it is a number': {
    stream: 'retry: 1000\n\nretry: 1s\n\nretry: -5\nretry: 250\n\n',
    events: [],
    retries: [1000, 250],
  },
  'an event without data is none': { stream: 'event: text\n\ndata: a\n\n', events: [{ id: '', data: 'a' }] },
  'empty data is data': { stream: 'data:\n\n', events: [{ id: '', data: '' }] },
  'fields that nobody knows are ignored': { stream: 'date: x\ndata: a\nDATA: b\n: data: c\n\n', events: [{ id: '', data: 'a' }] },
  'an event that is not ended is none': { stream: 'data: a\n\ndata: b\n', events: [{ id: '', data: 'a' }] },
  'characters of several bytes stay whole': {
    stream: 'data: ä🐕‍🦺\u2028\uFEFF\u0000\n\n',
    events: [{ id: '', data: 'ä🐕‍🦺\u2028\uFEFF\u0000' }],
  },
}

test.each(Object.entries(cases))('%s, wherever the stream is split', (_, { stream, events, retries = [] }) => {
  const whole = bytes(stream)
  expect(decode([whole])).toEqual({ events, retries })
  expect(decode([...whole].map(byte => Uint8Array.of(byte)))).toEqual({ events, retries })
  for (let first = 0; first <= whole.length; first++)
    for (let second = first; second <= whole.length; second++)
      expect(
        decode([whole.subarray(0, first), whole.subarray(first, second), whole.subarray(second)]),
        `split at ${first} and ${second}`,
      ).toEqual({ events, retries })
})

test('an event is told as soon as its last byte is there, whatever ends its lines', () => {
  for (const end of ['\n', '\r', '\r\n']) {
    const stream = bytes(`data: a${end}${end}`)
    // Of CRLF the carriage return is enough.
    const last = end === '\r\n' ? stream.length - 1 : stream.length
    expect(decode([stream.subarray(0, last - 1)]).events).toEqual([])
    expect(decode([stream.subarray(0, last)]).events).toEqual([{ id: '', data: 'a' }])
  }
})
