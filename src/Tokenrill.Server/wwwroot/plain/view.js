// What is seen. Everything that comes from the server is set as text, never as HTML.

const $ = id => document.getElementById(id)
const MOST_ROWS = 1000

/** Shows one generation; what arrives between two frames is drawn at once. */
export class View {
  #rows = []
  #text = ''
  #reasoning = ''
  #calls = new Map()
  #frame = 0
  #began = 0
  #firstText = 0
  #characters = 0
  #events = 0

  begin(prompt) {
    this.#rows = []
    this.#text = this.#reasoning = ''
    this.#calls.clear()
    this.#began = performance.now()
    this.#firstText = this.#characters = this.#events = 0
    for (const id of ['text', 'reasoning-text', 'tool-calls', 'events', 'generation', 'numbers']) $(id).textContent = ''
    for (const id of ['empty', 'error', 'reasoning']) $(id).hidden = true
    $('asked').hidden = !prompt
    $('asked').textContent = prompt
    $('answer').setAttribute('aria-busy', 'true')
    this.state('active', 'asking')
  }

  generation(id) {
    $('generation').textContent = id
  }

  state(state, words = state) {
    $('dot').dataset.state = state
    $('state').textContent = words
  }

  event(event, raw) {
    this.#events++
    this.#row(event.seq, event.type, raw)
    switch (event.type) {
      case 'status': this.state('active', event.status === 'switched' ? `asking ${event.model}` : event.status); break
      case 'text': this.#output(); this.#text += event.text; this.#characters += [...event.text].length; break
      case 'reasoning': this.#output('reasoning'); this.#reasoning += event.text; break
      case 'tool_call': this.#output('calling a tool'); this.#call(event); break
    }
    this.#draw()
  }

  comment(text) {
    this.#note(`heartbeat${text ? `: ${text}` : ''}`)
  }

  note(text) {
    this.#note(text)
  }

  /** The terminal event, or null when the following was given up. */
  end(event) {
    cancelAnimationFrame(this.#frame)
    this.#paint()
    $('answer').setAttribute('aria-busy', 'false')
    if (!event) return
    this.state(event.type, words(event))
    if (event.error) this.error(event.error.code, event.error.message, event.error.id)
    $('numbers').textContent = summary(event.stats) || this.#numbers()
  }

  error(code, message, id) {
    $('empty').hidden = true
    $('error').hidden = false
    $('error-code').textContent = code
    $('error-message').textContent = message
    $('error-id').textContent = id ?? ''
  }

  #output(words = 'answering') {
    this.#firstText ||= performance.now()
    if ($('state').textContent !== words) this.state('active', words)
  }

  #call({ index, name, id, arguments: piece }) {
    let call = this.#calls.get(index)
    if (!call) {
      call = document.createElement('div')
      call.className = 'call'
      call.title = id
      call.append(`${name} `)
      this.#calls.set(index, call)
      $('tool-calls').append(call)
    }
    call.append(piece)
  }

  #note(text) {
    this.#row('', 'note', text)
    this.#draw()
  }

  #row(seq, type, data) {
    const row = document.createElement('tr')
    row.dataset.kind = type
    for (const [text, kind] of [[Math.round(performance.now() - this.#began), 'number'], [seq, 'number'], [type === 'note' ? '·' : type, 'type'], [data, 'data']]) {
      const cell = document.createElement('td')
      cell.className = kind
      cell.textContent = text
      row.append(cell)
    }
    this.#rows.push(row)
  }

  #draw() {
    this.#frame ||= requestAnimationFrame(() => this.#paint())
  }

  #paint() {
    this.#frame = 0
    const answer = $('answer')
    const scroll = $('scroll')
    const follows = [answer, scroll].filter(box => box.scrollTop + box.clientHeight >= box.scrollHeight - 40)
    if (this.#text) $('text').append(this.#text)
    if (this.#reasoning) {
      $('reasoning').hidden = false
      $('reasoning-text').append(this.#reasoning)
    }
    this.#text = this.#reasoning = ''
    const events = $('events')
    events.append(...this.#rows.splice(0).slice(-MOST_ROWS))
    while (events.childElementCount > MOST_ROWS) events.firstElementChild.remove()
    $('numbers').textContent = this.#numbers()
    for (const box of follows) box.scrollTop = box.scrollHeight
  }

  #numbers() {
    const first = this.#firstText ? `first token ${Math.round(this.#firstText - this.#began)} ms · ` : ''
    return `${first}${this.#characters} characters · ${this.#events} events`
  }
}

function words(event) {
  switch (event.type) {
    case 'completed': return event.finish_reason === 'stop' ? 'completed' : `completed (${event.finish_reason})`
    case 'cancelled': return event.reason === 'stop' ? 'stopped' : 'cancelled'
    case 'interrupted': return 'interrupted: the server went away'
    case 'superseded': return 'superseded by a newer prompt'
    default: return event.type
  }
}

function summary(stats) {
  if (!stats) return ''
  return [
    stats.first_token_ms !== undefined && `first token ${stats.first_token_ms} ms`,
    stats.tokens_per_second !== undefined && `${stats.tokens_per_second < 100 ? stats.tokens_per_second : Math.round(stats.tokens_per_second)} tokens/s`,
    `${(stats.duration_ms / 1000).toFixed(1)} s`,
    `${stats.characters} characters`,
  ].filter(Boolean).join(' · ')
}
