import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from '../server.mjs'
import { ask, assertAccessible, ended, launch, open, screenshot } from './browser.mjs'

let server
let browser

before(async () => {
  [server, browser] = await Promise.all([startServer({ Tokenrill__Deadlines__BetweenTokens: '00:00:01', Tokenrill__Deadlines__FirstToken: '00:00:01' }), launch()])
})
after(async () => { await Promise.all([server?.stop(), browser?.close()]) })

for (const [model, settings, keeps] of [
  ['sim/stall', 'rate=100', true],
  ['sim/disconnect', 'rate=100', true],
  ['sim/garbage', 'rate=100', true],
  ['sim/error', 'error=provider_unavailable', false],
  ['sim/error', 'error=provider_rejected', false],
  ['sim/error', 'error=provider_rate_limited', false],
  ['sim/error', 'error=context_length_exceeded', false],
  ['sim/error', 'error=content_filtered', false],
  ['sim/slow-start', 'ttft=60000', false],
])
  test(`${model} ${settings}: what went wrong is said, what was said is kept, and it can be tried again`, async t => {
    const { page, errors } = await open(t, browser, server.url)
    await ask(page, model, settings)
    const failed = await ended(page)
    const alert = failed.getByRole('alert')
    await alert.getByText(/err_/).waitFor()
    assert.equal(await alert.getByRole('button', { name: 'Try again' }).count(), 1)
    assert.equal(await failed.getByRole('button', { name: 'Copy answer' }).count(), keeps ? 1 : 0)
    if (model === 'sim/stall') {
      await screenshot(page, 'fault-stall')
      await assertAccessible(page)
    }
    assert.deepEqual(errors, [])
  })
