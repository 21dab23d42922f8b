import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startRelay } from '../relay.mjs'
import { startServer } from '../server.mjs'
import { assertAccessible, launch, open, screenshot } from './browser.mjs'

let server
let browser

before(async () => { [server, browser] = await Promise.all([startServer(), launch()]) })
after(async () => { await Promise.all([server?.stop(), browser?.close()]) })

const hash = '/#/streams'
const start = body => fetch(`${server.url}/v1/generations`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', prefer: 'respond-async' },
  body: JSON.stringify(body),
}).then(response => response.json())
const stateOf = id => fetch(`${server.url}/v1/generations/${id}`).then(response => response.json())

test('what runs is listed live, opened, and stopped', async t => {
  const { page, errors } = await open(t, browser, server.url, { hash })
  await page.getByText('Nothing runs').waitFor()
  const { id } = await start({ model: 'sim/steady', prompt: 'tokens=100000 rate=50', session: 'watched' })
  const row = page.getByRole('table', { name: 'Generations' }).getByRole('row').filter({ has: page.getByRole('link', { name: 'Session watched' }) })
  await row.getByText('sim/steady').waitFor()
  await screenshot(page, 'streams-list')
  await row.getByRole('link', { name: /^Open sim\/steady/ }).click()
  const panel = page.getByRole('region', { name: `Generation ${id}` })
  await panel.getByText('"type":"started"').first().waitFor()
  await panel.getByText('"type":"text"').nth(5).waitFor()
  await screenshot(page, 'streams-events')
  await assertAccessible(page)
  await panel.getByRole('tab', { name: 'Text' }).click()
  await panel.getByRole('region', { name: 'Text so far' }).getByText(/simulat/i).first().waitFor()
  await panel.getByRole('button', { name: 'Stop' }).click()
  await panel.getByRole('tab', { name: 'Events' }).click()
  await panel.getByText('"type":"cancelled"').waitFor()
  assert.equal((await stateOf(id)).status, 'cancelled')
  assert.deepEqual(errors, [])
})

test('a fault is simulated with one click and seen on the wire', async t => {
  const { page, errors } = await open(t, browser, server.url, { hash })
  await page.getByRole('button', { name: 'Loses its connection' }).click()
  await page.getByText('"code":"provider_disconnected"').waitFor()
  await screenshot(page, 'streams-fault')
  assert.deepEqual(errors, [])
})

test('a simulation is set finely, and wrong values are said at their fields', async t => {
  const { page, errors } = await open(t, browser, server.url, { hash })
  await page.getByText('Set it finely').click()
  const form = page.getByRole('form', { name: 'Simulation' })
  await form.getByLabel('Tokens').fill('many')
  await form.getByRole('button', { name: /Start/ }).click()
  assert.equal(await form.getByLabel('Tokens').getAttribute('aria-invalid'), 'true')
  await screenshot(page, 'streams-wrong')
  await form.getByLabel('Tokens').fill('30')
  await form.getByLabel('Rate').fill('0')
  await form.getByLabel('How many').fill('3')
  await form.getByRole('button', { name: /Start/ }).click()
  await page.getByText('"type":"completed"').waitFor()
  assert.deepEqual(errors, [])
})

test('a connection that breaks is a row of its own, and no event is missing', async t => {
  const relay = await startRelay(server.url)
  t.after(() => relay.stop())
  const { id } = await start({ model: 'sim/steady', prompt: 'tokens=100000 rate=50' })
  const { page, errors } = await open(t, browser, relay.url, { hash: `/#/streams/${id}` })
  await page.getByText('"type":"text"').nth(5).waitFor()
  relay.cut()
  await page.getByText(/^Connection lost/).first().waitFor()
  await page.getByText('Connected again.').waitFor()
  await fetch(`${server.url}/v1/generations/${id}/stop`, { method: 'POST' })
  await page.getByText('"type":"cancelled"').waitFor()
  const numbers = await page.getByRole('list', { name: 'Events' }).evaluate(list => [...list.textContent.matchAll(/\{"seq":(\d+)/g)].map(match => Number(match[1])))
  assert.deepEqual(numbers, numbers.map((_, index) => index + 1))
  assert.equal(numbers.length, (await stateOf(id)).last_seq)
  assert.deepEqual(errors, [])
})

test('a generation that is not there is said to be so', async t => {
  const { page } = await open(t, browser, server.url, { hash: '/#/streams/gen_nothing' })
  await page.getByText('There is no such generation').waitFor()
})
