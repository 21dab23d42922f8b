/**
 * Reads server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html) from a response's body.
 * Yields `{ id, type, data }` for events and `{ retry }` when the server sets the time to wait before reconnecting.
 */
export async function* events(body) {
  const pieces = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let event = { id: '', type: 'message', data: [] };
  try {
    while (true) {
      const { done, value } = await pieces.read();
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (line === '') {
          if (event.data.length > 0) yield { ...event, data: event.data.join('\n') };
          event = { id: event.id, type: 'message', data: [] };
          continue;
        }
        const colon = line.indexOf(':');
        const field = colon < 0 ? line : line.slice(0, colon);
        const content = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        if (field === 'data') event.data.push(content);
        else if (field === 'event') event.type = content;
        else if (field === 'id') event.id = content;
        else if (field === 'retry') yield { retry: Number(content) };
      }
    }
  } finally {
    pieces.cancel().catch(() => {});
  }
}
