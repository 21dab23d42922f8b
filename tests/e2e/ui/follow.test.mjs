// What the person sees when things happen beside the page: reloads, other tabs, lost connections, a server that dies.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startRelay } from '../relay.mjs'
import { startServer } from '../server.mjs'
import { answer, ask, ended, launch, letters, longer, messagesOf, open, say, screenshot } from './browser.mjs'

let server
let browser

before(async () => { [server, browser] = await Promise.all([startServer(), launch()]) })
after(async () => { await Promise.all([server?.stop(), browser?.close()]) })

const shown = async (page, number = 1) => letters(await answer(page, number).locator('> div').first().evaluate(element => element.textContent))

test('a reload in the middle of an answer loses nothing', async t => {
  const { page, errors } = await open(t, browser, server.url)
  await ask(page, 'sim/steady', 'tokens=150 rate=50')
  await longer(page, 100)
  const before = await shown(page)
  await page.reload()
  await longer(page, 100)
  assert.ok((await shown(page)).startsWith(before.slice(0, 50)))
  await ended(page)
  const [, said] = await messagesOf(page, server)
  assert.equal(said.status, 'completed')
  assert.equal(await shown(page), letters(said.content))
  assert.deepEqual(errors, [])
})

test('two tabs of one session are in step', async t => {
  const { page, errors, newPage } = await open(t, browser, server.url)
  await ask(page, 'sim/steady', 'tokens=5 rate=0')
  await ended(page)
  const other = await newPage(page.url())
  await ended(other)
  await say(page, 'tokens=120 rate=40')
  await longer(other, 60, 2)
  await screenshot(other, 'follow-other-tab')
  await other.getByRole('button', { name: 'Stop' }).click()
  for (const tab of [page, other]) await (await ended(tab, 2)).getByText('Stopped', { exact: true }).waitFor()
  assert.equal(await shown(page, 2), await shown(other, 2))
  await say(other, 'tokens=7 rate=0')
  for (const tab of [page, other]) await ended(tab, 3)
  assert.equal(await shown(page, 3), await shown(other, 3))
  assert.deepEqual(errors, [])
})

test('offline in mid-answer: it says so, and heals without a gap', async t => {
  const relay = await startRelay(server.url)
  t.after(() => relay.stop())
  const { page, context, errors } = await open(t, browser, relay.url)
  await ask(page, 'sim/steady', 'tokens=200 rate=50')
  await longer(page, 60)
  await context.setOffline(true)
  relay.cut()
  await page.getByText('Connection lost. Reconnecting …').waitFor()
  await screenshot(page, 'follow-offline')
  await context.setOffline(false)
  await page.getByText('Connection lost. Reconnecting …').waitFor({ state: 'detached' })
  await ended(page)
  const [, said] = await messagesOf(page, server)
  assert.equal(await shown(page), letters(said.content))
  assert.deepEqual(errors, [])
})

test('a message that could not be sent stays, and is sent again', async t => {
  const { page, errors } = await open(t, browser, server.url)
  await ask(page, 'sim/steady', 'nonsense=1 tokens=5')
  const unsent = page.getByRole('article', { name: 'You' })
  await unsent.getByRole('alert').waitFor()
  await screenshot(page, 'follow-unsent')
  await unsent.getByRole('button', { name: 'Try again' }).waitFor()
  assert.deepEqual(errors.filter(error => !/status of 400/.test(error)), [])
})

test('the server is killed in mid-answer and comes back: the answer is marked, and the talk goes on', async t => {
  const killed = await startServer()
  let risen
  t.after(() => (risen ?? killed).stop())
  const relay = await startRelay(killed.url)
  t.after(() => relay.stop())
  const { page, errors } = await open(t, browser, relay.url)
  await ask(page, 'sim/steady', 'tokens=100000 rate=50')
  await longer(page, 200)
  const before = await shown(page)
  await killed.kill()
  await page.getByText('Connection lost. Reconnecting …').waitFor()
  risen = await startServer({}, killed.directory)
  relay.leadTo(risen.url)
  await page.getByText('The server went away in the middle of this answer.').waitFor()
  await screenshot(page, 'follow-restarted')
  assert.ok((await shown(page)).startsWith(before))
  await say(page, 'tokens=5 rate=0')
  await ended(page, 2)
  await page.reload()
  await ended(page, 2)
  await page.getByText('The server went away in the middle of this answer.').waitFor()
  // Events that were told and not yet stored are not known any more: 404, as the protocol says.
  assert.deepEqual(errors.filter(error => !/status of 404/.test(error)), [])
})
