import { TokenrillClient } from '@tokenrill/client'
import { afterEach, expect, test } from 'vitest'
import type { WireRow } from '@/streams/wire/eventLog'
import { WireReader, type WireView } from '@/streams/wire/WireReader'
import { FakeClock, settled } from './fakes'

const id = 'gen_1'
const started = '{"seq":1,"type":"started","generation":"gen_1","model":"sim/steady","at":"2026-01-01T00:00:00.000Z"}'
const text = (seq: number, said: string) => `{"seq":${seq},"type":"text", "text":"${said}"}`
const completed = (seq: number) => `{"seq":${seq},"type":"completed","finish_reason":"stop"}`

/** An answer that an event stream comes in, when it is pushed. */
function connection() {
  let push: ReadableStreamDefaultController<Uint8Array>
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      push = controller
    },
  })
  return {
    response: new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
    say: (...events: string[]) => push.enqueue(new TextEncoder().encode(events.map(json => `id: ${id}:${JSON.parse(json).seq}\ndata: ${json}\n\n`).join(''))),
    break: () => push.error(new TypeError('terminated')),
    end: () => push.close(),
  }
}

let reader: WireReader | undefined
afterEach(() => reader?.close())

function reading(answers: (Response | Error)[], retries = 8) {
  const clock = new FakeClock()
  const asked: string[] = []
  const views: WireView[] = []
  const frames: (() => void)[] = []
  reader = new WireReader({
    connect: transport =>
      new TokenrillClient({
        url: 'http://server',
        transport,
        retries,
        clock,
        random: () => 0.6,
        silence: 0,
        fetch: async address => {
          asked.push(String(address).replace('http://server/v1/generations/', ''))
          const answer = answers.shift()
          if (!(answer instanceof Response)) throw answer ?? new TypeError('refused')
          return answer
        },
      }),
    generation: id,
    onView: view => views.push(view),
    frames: callback => frames.push(callback),
    now: () => clock.now(),
  })
  const frame = async () => {
    await settled()
    for (const callback of frames.splice(0)) callback()
    return views.at(-1)
  }
  return { clock, asked, views, frame, reader }
}

const rows = (view: WireView | undefined): readonly WireRow[] => view?.log.blocks.flatMap(block => block.rows) ?? []
const lines = (view: WireView | undefined) => rows(view).map(row => (row.kind === 'event' ? row.json : row.text))

test('every event is kept exactly as it came, with when', async () => {
  const wire = connection()
  const { clock, frame } = reading([wire.response])
  await settled()
  wire.say(started)
  await clock.turn(250)
  wire.say(text(2, '\\u00e9'))
  const view = await frame()
  expect(lines(view)).toEqual([started, text(2, '\\u00e9')])
  expect(rows(view)).toMatchObject([
    { kind: 'event', key: 0, at: 0, seq: 1, type: 'started' },
    { kind: 'event', key: 1, at: 250, seq: 2, type: 'text' },
  ])
  expect(view).toMatchObject({ phase: 'open', started: { model: 'sim/steady' }, answer: { text: 'é', end: undefined } })
})

test('it ends with the terminal event', async () => {
  const wire = connection()
  const { frame } = reading([wire.response])
  wire.say(started, completed(2))
  expect(await frame()).toMatchObject({ phase: 'ended', answer: { end: { type: 'completed' } } })
})

test('however many events come, a frame is told once', async () => {
  const wire = connection()
  const { frame, views } = reading([wire.response])
  wire.say(started, ...Array.from({ length: 500 }, (_, index) => text(index + 2, 'x')))
  const view = await frame()
  expect(views).toHaveLength(1)
  expect(view?.log.events).toBe(501)
  expect(view?.answer.text).toHaveLength(500)
})

test('events of types that are not known yet are shown as well', async () => {
  const wire = connection()
  const { frame } = reading([wire.response])
  wire.say(started, '{"seq":2,"type":"weather","sun":true}')
  expect(rows(await frame())).toMatchObject([{ seq: 1 }, { seq: 2, type: 'weather', json: '{"seq":2,"type":"weather","sun":true}' }])
})

test('a lost connection and the next one are rows of their own, and reading goes on behind the last event', async () => {
  const one = connection()
  const other = connection()
  const { clock, asked, frame } = reading([one.response, other.response])
  one.say(started, text(2, 'a'))
  await frame()
  one.break()
  expect(await frame()).toMatchObject({ phase: 'lost' })
  await clock.turn(800)
  other.say(text(3, 'b'), completed(4))
  const view = await frame()
  expect(lines(view)).toEqual([started, text(2, 'a'), 'Connection lost, attempt 1 in 800 ms.', 'Connected again.', text(3, 'b'), completed(4)])
  expect(view).toMatchObject({ phase: 'ended', answer: { text: 'ab' }, log: { events: 4 } })
  expect(asked).toEqual([`${id}/events?after=0`, `${id}/events`])
})

test('when attempts fail for another reason, the row says so', async () => {
  const one = connection()
  const refusal = new Response(JSON.stringify({ code: 'interrupted', detail: 'The server is shutting down.' }), { status: 503 })
  const { clock, frame } = reading([one.response, refusal])
  one.say(started)
  await frame()
  one.end()
  await clock.turn(800)
  expect(lines(await frame()).slice(1)).toEqual(['Connection lost, attempt 1 in 800 ms.', 'Connection lost (The server is shutting down.), attempt 2 in 1.6 s.'])
})

test('an unknown id is told as an error, and nothing was read', async () => {
  const { frame } = reading([new Response(JSON.stringify({ code: 'not_found', detail: 'There is no such generation.', id: 'err_1' }), { status: 404 })])
  expect(await frame()).toMatchObject({ phase: 'unread', error: { code: 'not_found', status: 404, id: 'err_1' }, log: { events: 0 } })
})

test('after too many attempts it gives up, and what was read stays', async () => {
  const one = connection()
  const { clock, frame } = reading([one.response], 2)
  one.say(started)
  await frame()
  one.break()
  await clock.turn(60_000)
  const view = await frame()
  expect(view).toMatchObject({ phase: 'unread', error: { code: 'connection_lost' }, log: { events: 1 } })
  expect(lines(view).at(-1)).toBe('Given up: The connection to the server was lost.')
})

test('an end that came over no wire is said to be made from the state', async () => {
  const one = connection()
  const state = { id, status: 'interrupted', model: 'm', created_at: '', last_seq: 1, readers: 0 }
  const { clock, frame } = reading([one.response, new Response(null, { status: 204 }), new Response(JSON.stringify(state))])
  one.say(started)
  await frame()
  one.break()
  await clock.turn(800)
  const view = await frame()
  expect(view).toMatchObject({ phase: 'ended', answer: { end: { type: 'interrupted' } }, log: { events: 1 } })
  expect(lines(view).at(-1)).toBe('No more events are known. By its state the generation is interrupted.')
})

test('closed, it tells nothing more', async () => {
  const wire = connection()
  const { frame, views, reader: closed } = reading([wire.response])
  wire.say(started)
  await frame()
  wire.say(text(2, 'a'))
  await settled()
  closed.close()
  await frame()
  expect(views).toHaveLength(1)
})
