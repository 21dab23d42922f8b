// Starts generations and follows them to their end, whatever happens to the connection.
import { ConnectionLost, readEvents } from './sse.js'

const ENDS = ['completed', 'failed', 'cancelled', 'superseded', 'interrupted']

/** What the server refused: its code, a sentence, and the id under which its log knows more. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`)
    this.status = status
    this.code = problem.code ?? `http_${status}`
    this.id = problem.id ?? ''
  }
}

/** A call to the server, with the key where there is one. */
export async function call(path, { key, headers, ...options } = {}) {
  const response = await fetch(path, { ...options, headers: { ...headers, ...(key ? { authorization: `Bearer ${key}` } : {}) } })
  if (!response.ok) throw new Refusal(response.status, await response.json().catch(() => ({})))
  return response
}

/**
 * Follows a generation: a new one when there is a body, else the one by that id, from its first event.
 * `on` is told: generation(id), event(event, raw), comment(text), lost(after), resumed(). Returns at the terminal event,
 * or when somebody else has ended the following; throws a Refusal.
 */
export async function follow({ body, id, key, signal, on }) {
  let after = 0
  let retry = 1000
  let response = body
    ? await call('/v1/generations', { key, signal, method: 'POST', headers: { accept: 'text/event-stream', 'content-type': 'application/json' }, body: JSON.stringify(body) })
    : await call(`/v1/generations/${id}/events?after=0`, { key, signal, headers: { accept: 'text/event-stream' } })
  id ??= response.headers.get('tokenrill-generation')
  on.generation(id)
  while (true) {
    try {
      // There is nothing left to read: it ended, and all of it was here.
      if (response.status === 204) return
      for await (const block of readEvents(response.body)) {
        if (block.retry) retry = Number(block.retry)
        if (block.comment !== undefined) on.comment(block.comment)
        if (block.data === undefined) continue
        const event = JSON.parse(block.data)
        after = event.seq
        on.event(event, block.data)
        if (ENDS.includes(event.type)) return
      }
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof ConnectionLost)) throw error
    }
    // Ended without a terminal event: it broke, and is read on from where it was.
    response = await reconnect()
    if (!response) return
    on.resumed()
  }

  async function reconnect() {
    on.lost(after)
    while (!signal.aborted) {
      await pause(retry * (1 + Math.random() / 2), signal)
      try {
        return await call(`/v1/generations/${id}/events`, { key, signal, headers: { accept: 'text/event-stream', 'last-event-id': `${id}:${after}` } })
      } catch (error) {
        // Waiting helps against a server that is away or busy, and not against one that has forgotten.
        if (error instanceof Refusal && error.status < 500 && error.status !== 429) throw error
      }
    }
  }
}

function pause(milliseconds, signal) {
  return new Promise(done => {
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', () => { clearTimeout(timer); done() }, { once: true })
  })
}
