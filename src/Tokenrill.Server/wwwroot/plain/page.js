// The plain page: what is asked, what is remembered over a reload, and what the keys do.
import { call, follow, Refusal } from './follow.js'
import { View } from './view.js'

const $ = id => document.getElementById(id)
const view = new View()
const remembered = name => sessionStorage.getItem(`tokenrill.${name}`) ?? ''
const remember = (name, value) => sessionStorage.setItem(`tokenrill.${name}`, value)

let running = null

async function run(what, prompt) {
  running?.leave.abort()
  const mine = running = { leave: new AbortController(), id: what.id, wantsStop: false }
  const isMine = () => running === mine
  let last = null
  buttons()
  view.begin(prompt)
  try {
    await follow({
      ...what,
      key: $('key').value,
      signal: mine.leave.signal,
      on: {
        generation: id => { if (isMine()) { mine.id = id; remember('generation', id); view.generation(id); if (mine.wantsStop) stop() } },
        event: (event, raw) => { if (isMine()) { last = event; view.event(event, raw) } },
        comment: text => { if (isMine()) view.comment(text) },
        lost: after => { if (isMine()) { view.state('waiting', 'connection lost, reading on'); view.note(`connection lost behind ${after}`) } },
        resumed: () => { if (isMine()) { view.state('active', 'answering'); view.note('reading on') } },
      },
    })
  } catch (error) {
    if (!isMine()) return
    last = null
    refused(error)
  }
  if (!isMine()) return
  view.end(last)
  running = null
  buttons()
}

function refused(error) {
  view.state('failed')
  if (error instanceof Refusal) view.error(error.code, error.message, error.id)
  else view.error('unreachable', 'The server could not be reached.', '')
  if (error.status === 401) $('key-field').hidden = false
}

function send() {
  const prompt = $('prompt').value.trim()
  if (!prompt) return
  remember('prompt', prompt)
  remember('model', $('model').value)
  $('prompt').value = ''
  // One session for this tab: a prompt that comes while an answer is under way supersedes it.
  run({ body: { model: $('model').value || 'default', prompt, session: session() } }, prompt)
}

async function stop() {
  const stopping = running
  if (!stopping) return
  stopping.wantsStop = true
  if (!stopping.id) return
  view.state('active', 'stopping')
  await call(`/v1/generations/${stopping.id}/stop`, { key: $('key').value, method: 'POST' }).catch(error => { if (running === stopping) refused(error) })
}

function session() {
  if (!remembered('session')) remember('session', Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, '0')).join(''))
  return `page-${remembered('session')}`
}

function buttons() {
  $('stop').hidden = !running
  $('send').hidden = Boolean(running)
}

async function listModels() {
  try {
    const { data } = await (await call('/v1/models', { key: $('key').value })).json()
    const wanted = $('model').value || remembered('model') || 'default'
    $('model').replaceChildren(...data.map(({ id }) => new Option(id, id, false, id === wanted)))
    $('key-field').hidden ||= !$('key').value
    $('error').hidden = true
    return true
  } catch (error) {
    refused(error)
    return false
  }
}

$('form').addEventListener('submit', event => { event.preventDefault(); send() })
$('stop').addEventListener('click', stop)
$('key').addEventListener('change', () => { remember('key', $('key').value); start() })
$('prompt').addEventListener('keydown', event => {
  // While an input method composes, Enter is its key and not ours.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  send()
})
document.addEventListener('keydown', event => { if (event.key === 'Escape') stop() })
$('events').addEventListener('click', event => {
  if (!getSelection()?.toString()) event.target.closest('tr')?.classList.toggle('open')
})

async function start() {
  if (!await listModels()) return
  view.state('idle', 'ready')
  if (remembered('generation') && !running) run({ id: remembered('generation') }, remembered('prompt'))
}

$('key').value = remembered('key')
start()
