import { events } from './sse.js';

const $ = (id) => document.getElementById(id);
const ends = new Set(['completed', 'failed', 'cancelled', 'superseded', 'interrupted']);
const givesUp = new Set([400, 401, 403, 404, 410]);
const remembered = 'tokenrill.generation';

/** What is read now: `{ id, after, began, connection, ended }`. One at a time; whatever belongs to another is dropped. */
let reading = null;

// --- the server

const headers = (more = {}) => ($('key').value ? { authorization: `Bearer ${$('key').value}`, ...more } : more);

async function call(path, options = {}) {
  const response = await fetch(path, { ...options, headers: headers(options.headers) });
  if (response.ok) return response;
  if (response.status === 401) $('key-row').hidden = false;
  const problem = await response.json().catch(() => ({}));
  throw Object.assign(new Error(problem.detail ?? response.statusText), { status: response.status, code: problem.code, id: problem.id });
}

async function loadModels() {
  const { data } = await (await call('/v1/models')).json();
  const chosen = $('model').value;
  $('model').replaceChildren(...data.map(({ id }) => new Option(id, id, false, id === (chosen || 'default'))));
}

const ask = (signal) =>
  call('/v1/generations', {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ model: $('model').value || 'default', prompt: $('prompt').value }),
  });

const readOn = (generation, after, signal) =>
  call(`/v1/generations/${generation}/events`, {
    signal,
    headers: { accept: 'text/event-stream', 'last-event-id': `${generation}:${after}` },
  });

const readAll = (generation, signal) =>
  call(`/v1/generations/${generation}/events?after=0`, { signal, headers: { accept: 'text/event-stream' } });

// --- reading

/** Follows one generation to its end, through as many connections as it takes. `open` makes the first one. */
async function follow(id, open) {
  const mine = { id, after: 0, began: performance.now(), connection: new AbortController(), ended: false };
  reading?.connection.abort();
  reading = mine;
  clear();
  let wait = 1000;
  while (reading === mine && !mine.ended) {
    try {
      const response = await open(mine.connection.signal);
      if (reading !== mine || response.status === 204) return;
      mine.id = response.headers.get('tokenrill-generation') ?? mine.id;
      sessionStorage.setItem(remembered, mine.id);
      for await (const event of events(response.body)) {
        if (reading !== mine) return;
        if (event.retry) wait = event.retry;
        else take(mine, event);
        if (mine.ended) return;
      }
    } catch (error) {
      if (reading !== mine) return;
      if (givesUp.has(error.status) || !mine.id) {
        fail(error);
        return;
      }
    }
    // The connection is lost, the generation is not: read on behind the last event.
    note('connection lost; reading on');
    say('Connection lost. Reading on …');
    await new Promise((done) => setTimeout(done, wait * (0.5 + Math.random() / 2)));
    mine.connection = new AbortController();
    open = (signal) => (mine.after > 0 ? readOn(mine.id, mine.after, signal) : readAll(mine.id, signal));
  }
}

function take(mine, { id, type, data }) {
  const event = JSON.parse(data);
  if (event.seq !== mine.after + 1) throw new Error(`event ${event.seq} after ${mine.after}`);
  mine.after = event.seq;
  $('generation').textContent = mine.id;
  row(event.seq, Math.round(performance.now() - mine.began), type, data, type === 'failed');
  busy(!ends.has(type));
  if (type === 'started') say(`Asking ${event.model} …`);
  else if (type === 'status' && event.status === 'thinking') say('Thinking …');
  else if (type === 'status') say(`Asking ${event.model} instead …`);
  else if (type === 'text') append('answer', event.text);
  else if (type === 'reasoning') append('reasoning', event.text);
  else if (type === 'tool_call') append('answer', `${event.name ? `\n⚙ ${event.name} ` : ''}${event.arguments}`);
  else if (ends.has(type)) end(mine, type, event);
}

function end(mine, type, event) {
  mine.ended = true;
  sessionStorage.removeItem(remembered);
  if (type === 'failed') fail({ message: event.error.message, code: event.error.code, id: event.error.id });
  else if (type === 'completed') say(statistics(event.stats));
  else say({ cancelled: 'Stopped.', superseded: 'A newer answer took over.', interrupted: 'The server stopped. What was written is kept.' }[type]);
}

const statistics = ({ first_token_ms: first, duration_ms: total, tokens_per_second: rate, chunks }) =>
  [`${chunks} tokens`, first != null && `first after ${first} ms`, rate != null && `${rate} a second`, `${(total / 1000).toFixed(1)} s in all`].filter(Boolean).join(' · ');

// --- the screen

function clear() {
  for (const id of ['answer', 'reasoning', 'wire', 'generation']) $(id).replaceChildren();
  $('reasoning-box').hidden = true;
  busy(true);
  say('Connecting …');
}

function busy(is) {
  $('answer-box').setAttribute('aria-busy', is);
  $('stop').disabled = $('drop').disabled = !is;
}

function say(text, bad = false) {
  $('state').textContent = text;
  $('state').classList.toggle('bad', bad);
}

function fail({ message, code, id }) {
  busy(false);
  say([message, code && `(${code}${id ? `, ${id}` : ''})`].filter(Boolean).join(' '), true);
}

function append(id, text) {
  if (id === 'reasoning') $('reasoning-box').hidden = false;
  const last = $(id).lastChild;
  if (last) last.appendData(text);
  else $(id).append(document.createTextNode(text));
}

function row(seq, ms, type, data, bad) {
  const scroll = $('wire').closest('.scroll');
  const follows = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 40;
  const line = document.createElement('tr');
  if (bad) line.className = 'bad';
  for (const text of [seq, ms, type, data]) line.insertCell().textContent = text;
  $('wire').append(line);
  if (follows) scroll.scrollTop = scroll.scrollHeight;
}

function note(text) {
  const line = document.createElement('tr');
  line.className = 'mark-row';
  for (const cell of ['', '', '—', text]) line.insertCell().textContent = cell;
  $('wire').append(line);
}

// --- the person

$('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  if ($('prompt').value.trim()) follow(null, ask);
});

$('prompt').addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $('ask').requestSubmit();
});

const stop = () => reading?.id && !reading.ended && call(`/v1/generations/${reading.id}/stop`, { method: 'POST' }).catch(fail);
$('stop').addEventListener('click', stop);
$('drop').addEventListener('click', () => reading?.connection.abort());
document.addEventListener('keydown', (event) => event.key === 'Escape' && stop());
$('key').addEventListener('change', () => loadModels().then(() => say('Ready.'), fail));

loadModels().catch(fail);
const unfinished = sessionStorage.getItem(remembered);
if (unfinished) follow(unfinished, (signal) => readAll(unfinished, signal));
