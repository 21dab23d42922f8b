// A browser's own EventSource on AI4ArtsEd's streams: nothing of ours runs in the page.
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { launch, open } from './browser.mjs'
import { startRelay } from '../relay.mjs'
import { startServer } from '../server.mjs'

let folder
let server
let browser
let relay

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tokenrill-recipes-'))
  // The simulator takes its settings from the first line it is told, so nothing may stand before it.
  await writeFile(join(folder, 'stage1_translation.yaml'), 'name: stage1_translation\ndescription: The text as it is.\nvariables: { text: { type: text } }\nuser: "{{text}}"\n')
  ;[server, browser] = await Promise.all([startServer({ Tokenrill__Recipes__Path: folder }), launch()])
  relay = await startRelay(server.url)
})
after(async () => {
  relay?.stop()
  await Promise.all([server?.stop(), browser?.close()])
  await rm(folder, { recursive: true })
})

test('an EventSource gets every chunk once while its connection is cut, and is told when nothing follows', async t => {
  const { page } = await open(t, browser, `${relay.url}/plain/`)
  await page.evaluate(() => {
    const text = encodeURIComponent('tokens=300 rate=60')
    const source = new EventSource(`/api/text_stream/stage1/run_1?model=sim/unicode&text=${text}`)
    Object.assign(window, { seen: [], opened: 0, hasEnded: false })
    source.onopen = () => window.opened++
    for (const name of ['connected', 'chunk', 'complete', 'error'])
      source.addEventListener(name, event => {
        if (event.data) window.seen.push({ name, id: event.lastEventId, ...JSON.parse(event.data) })
        else window.hasEnded = source.readyState === EventSource.CLOSED
      })
  })
  for (const least of [20, 100, 200]) {
    await page.waitForFunction(least => window.seen.length > least, least)
    relay.cut()
  }
  await page.waitForFunction(() => window.hasEnded)

  const { seen, opened } = await page.evaluate(() => ({ seen: window.seen, opened: window.opened }))
  const chunks = seen.slice(1, -1)
  assert.equal(opened, 4)
  assert.deepEqual([seen[0].name, seen[0].run_id, seen.at(-1).name], ['connected', 'run_1', 'complete'])
  assert.deepEqual(chunks.map(chunk => [chunk.name, chunk.chunk_count]), chunks.map((_, index) => ['chunk', index + 1]))
  assert.equal(new Set(seen.map(event => event.id)).size, seen.length)
  let text = ''
  for (const chunk of chunks) assert.equal(chunk.accumulated, text += chunk.text_chunk)
  assert.equal(seen.at(-1).final_text, text)
  assert.equal(seen.at(-1).chunk_count, chunks.length)
  const { data } = await (await fetch(`${server.url}/v1/sessions/run_1/messages`)).json()
  assert.deepEqual(data.map(message => message.role), ['user', 'assistant'])
  assert.equal(data[1].content, text)
})

test('a text as long as its recipe takes fits into an address', async () => {
  const text = encodeURIComponent('🐕'.repeat(16_000))
  const response = await fetch(`${server.url}/api/text_stream/stage2/run_2?model=sim/fast&prompt=${text}`)
  assert.equal(response.status, 200)
  assert.match(await response.text(), /\nevent: complete\ndata: {"final_text":"/)
})
