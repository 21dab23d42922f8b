import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startServer } from '../server.mjs';
import { launch, openPage, screenshot } from './browser.mjs';

const within = { timeout: 120_000 };
let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await launch();
}, within);

after(async () => {
  await browser?.close();
  await server?.stop();
}, within);

async function ask(page, prompt, model = 'sim/steady') {
  await page.selectOption('#model', model);
  await page.fill('#prompt', prompt);
  await page.press('#prompt', 'Enter');
}

const lengthOf = (page) => page.evaluate(() => document.getElementById('answer').textContent.length);
const waitForLength = (page, least) => page.waitForFunction((n) => document.getElementById('answer').textContent.length >= n, least);
const waitForState = (page, text) => page.waitForFunction((t) => document.getElementById('state').textContent.includes(t), text);
const sequences = (page) => page.$$eval('#wire tr:not(.mark-row)', (rows) => rows.map((row) => Number(row.cells[0].textContent)));

/** What every answer must look like on the wire: 1, 2, 3 … without a gap or a repetition. */
async function assertDense(page) {
  const seen = await sequences(page);
  assert.ok(seen.length > 2);
  assert.deepEqual(seen, seen.map((_, place) => place + 1));
}

test('an answer grows on the screen token by token, and the wire shows every event once', within, async () => {
  const { page, faults, close } = await openPage(browser, server.url);
  // Every change of the answer, as the person sees it.
  await page.evaluate(() => {
    globalThis.lengths = [];
    new MutationObserver(() => globalThis.lengths.push(document.getElementById('answer').textContent.length))
      .observe(document.getElementById('answer'), { childList: true, characterData: true, subtree: true });
  });

  await ask(page, 'tokens=60 rate=40\nShow me.');
  await waitForLength(page, 40);
  await screenshot(page, 'page-streaming');
  await waitForState(page, 'in all');

  const lengths = new Set(await page.evaluate(() => globalThis.lengths));
  assert.ok(lengths.size > 20, `the answer had only ${lengths.size} different lengths`);
  await assertDense(page);
  await screenshot(page, 'page-completed');
  assert.deepEqual(faults, []);
  await close();
});

test('stop ends the answer and keeps what was written', within, async () => {
  const { page, faults, close } = await openPage(browser, server.url);
  await ask(page, 'tokens=2000 rate=20\nLong.');
  await waitForLength(page, 20);
  await page.click('#stop');
  await waitForState(page, 'Stopped.');

  assert.ok(await lengthOf(page) >= 20);
  await assertDense(page);
  assert.match(await page.textContent('#wire tr:last-child'), /cancelled/);
  assert.deepEqual(faults, []);
  await close();
});

test('a reload in the middle of an answer continues it', within, async () => {
  const { page, faults, close } = await openPage(browser, server.url);
  await ask(page, 'tokens=120 rate=30\nLong.');
  await waitForLength(page, 60);
  const generation = await page.textContent('#generation');
  await page.reload();
  await waitForState(page, 'in all');

  assert.equal(await page.textContent('#generation'), generation);
  await assertDense(page);
  assert.deepEqual(faults, []);
  await close();
});

test('a dropped connection is read on without a gap', within, async () => {
  const { page, faults, close } = await openPage(browser, server.url);
  await ask(page, 'tokens=120 rate=30\nLong.');
  await waitForLength(page, 40);
  await page.click('#drop');
  await waitForState(page, 'in all');

  assert.equal(await page.locator('#wire tr.mark-row').count(), 1);
  await assertDense(page);
  assert.deepEqual(faults, []);
  await close();
});

test('a second prompt replaces the first on the screen', within, async () => {
  const { page, close } = await openPage(browser, server.url);
  await ask(page, 'tokens=500 rate=20\nFirst.');
  await waitForLength(page, 20);
  const first = await page.textContent('#generation');
  await ask(page, 'tokens=20 rate=100\nSecond.');
  await waitForState(page, 'in all');

  assert.notEqual(await page.textContent('#generation'), first);
  await assertDense(page);
  await close();
});

test('a failure shows its code and its id', within, async () => {
  const { page, close } = await openPage(browser, server.url);
  await ask(page, 'Hello', 'sim/disconnect');
  await page.waitForFunction(() => document.getElementById('state').classList.contains('bad'));

  assert.match(await page.textContent('#state'), /provider_disconnected, err_/);
  await screenshot(page, 'page-failed');
  await close();
});

test('the page fits a phone, and is readable in the dark', within, async () => {
  const { page, faults, close } = await openPage(browser, server.url, { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  await ask(page, 'tokens=40 rate=200\nShort.', 'sim/unicode');
  await waitForState(page, 'in all');

  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), 'the page scrolls sideways');
  await screenshot(page, 'page-phone-dark');
  assert.deepEqual(faults, []);
  await close();
});
