import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { client, native, question } from './server.js';

const within = { timeout: 60_000 };

/** Everything a stream gives until it ends or throws. */
async function collect(stream) {
  const chunks = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
    return { chunks };
  } catch (error) {
    return { chunks, error };
  }
}

const textOf = (chunks) => chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
const finishOf = (chunks) => chunks.map((chunk) => chunk.choices[0]?.finish_reason).find((reason) => reason);

test('a stream has a role, text, a reason to finish and what was counted', within, async () => {
  const { chunks, error } = await collect(
    await client().chat.completions.create({ model: 'sim/steady', messages: question(), stream: true, stream_options: { include_usage: true } }),
  );

  assert.equal(error, undefined);
  assert.equal(chunks[0].choices[0].delta.role, 'assistant');
  assert.ok(textOf(chunks).length > 0);
  assert.equal(finishOf(chunks), 'stop');
  assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1);
  assert.match(chunks[0].id, /^chatcmpl-[0-9a-f]{32}$/);
  assert.ok(chunks.slice(0, -1).every((chunk) => chunk.usage === null));
  const { usage, choices } = chunks.at(-1);
  assert.deepEqual(choices, []);
  assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
  assert.equal(typeof usage.completion_tokens_details.reasoning_tokens, 'number');
});

test('the same question in one piece is the same answer', within, async () => {
  const { chunks } = await collect(await client().chat.completions.create({ model: 'sim/steady', messages: question(), stream: true }));
  const whole = await client().chat.completions.create({ model: 'sim/steady', messages: question() });

  assert.equal(whole.object, 'chat.completion');
  assert.equal(whole.choices[0].message.content, textOf(chunks));
  assert.equal(whole.choices[0].finish_reason, 'stop');
});

test('the stream helper puts tool calls together', within, async () => {
  const tools = [{ type: 'function', function: { name: 'search', parameters: { type: 'object', properties: { q: { type: 'string' } }, required: ['q'] } } }];
  const messages = question('rate=0\nLook it up.');
  const answer = await client().chat.completions.stream({ model: 'sim/tools', messages, tools }).finalChatCompletion();

  const { message, finish_reason } = answer.choices[0];
  assert.equal(finish_reason, 'tool_calls');
  const [call] = message.tool_calls;
  assert.equal(call.function.name, 'search');
  assert.equal(typeof JSON.parse(call.function.arguments).q, 'string');

  // What the helper gives must be taken back as it is.
  const next = await client().chat.completions.create({
    model: 'sim/tools',
    tools,
    messages: [...messages, message, { role: 'tool', tool_call_id: call.id, content: 'found' }],
  });
  assert.equal(next.choices[0].finish_reason, 'stop');
});

test('reasoning comes before the text, apart from it', within, async () => {
  const messages = question('tokens=30 rate=0\nThink.');
  const { chunks, error } = await collect(await client().chat.completions.create({ model: 'sim/reasoning', messages, stream: true }));
  const whole = await client().chat.completions.create({ model: 'sim/reasoning', messages });

  assert.equal(error, undefined);
  const reasoning = chunks.map((chunk) => chunk.choices[0].delta.reasoning_content ?? '').join('');
  assert.ok(reasoning.length > 0);
  assert.equal(whole.choices[0].message.reasoning_content, reasoning);
  assert.equal(whole.choices[0].message.content, textOf(chunks));
});

test('a provider that refuses is an exception with its status', within, async () => {
  for (const stream of [true, false]) {
    await assert.rejects(client().chat.completions.create({ model: 'sim/error', messages: question('Hello'), stream }), (error) => {
      assert.ok(error instanceof OpenAI.InternalServerError);
      assert.equal(error.status, 502);
      assert.equal(error.code, 'provider_unavailable');
      assert.equal(error.type, 'server_error');
      return true;
    });
  }
});

test('a stream that broke throws and never finishes', within, async () => {
  const { chunks, error } = await collect(
    await client().chat.completions.create({ model: 'sim/disconnect', messages: question('tokens=60 rate=0 die=5\nHello'), stream: true }),
  );

  assert.ok(error instanceof OpenAI.APIError);
  assert.equal(error.code, 'provider_disconnected');
  assert.match(error.message, /err_[0-9a-f]+/);
  assert.ok(textOf(chunks).length > 0);
  assert.equal(finishOf(chunks), undefined);
});

test('an answer stopped from elsewhere throws, and is not asked again', within, async () => {
  let attempts = 0;
  const counting = client({
    maxRetries: 2,
    fetch: (...request) => {
      attempts++;
      return fetch(...request);
    },
  });
  // The simulator is still connecting when the headers have waited long enough; so nothing was accepted when it is stopped.
  const ask = () =>
    counting.chat.completions.create(
      { model: 'sim/steady', messages: question('connect=9000\nHello'), stream: true },
      { headers: { 'Idempotency-Key': key } },
    );
  const key = crypto.randomUUID();
  const { data, response } = await ask().withResponse();
  const stopped = await native(`/v1/generations/${response.headers.get('tokenrill-generation')}/stop`, { method: 'POST' });

  assert.equal(stopped.status, 202);
  const { error } = await collect(data);
  assert.ok(error instanceof OpenAI.APIError);
  assert.equal(error.code, 'cancelled');

  // The same key means the same generation, which has ended by now: a status, and one that the client would retry by itself.
  attempts = 0;
  await assert.rejects(ask(), (refusal) => refusal instanceof OpenAI.ConflictError && refusal.code === 'cancelled');
  assert.equal(attempts, 1);
});

test('a client that leaves cancels the generation', within, async () => {
  const stream = await client().chat.completions.create({ model: 'sim/steady', messages: question('tokens=100000 rate=50\nHello'), stream: true }).withResponse();
  const generation = stream.response.headers.get('tokenrill-generation');
  for await (const chunk of stream.data) if (chunk.choices[0].delta.content) break;

  // Reads the generation's own log to its end, which comes only when it was cancelled.
  const log = await (await native(`/v1/generations/${generation}/events`)).text();
  assert.match(log, /event: cancelled\ndata: .*"reason":"disconnect"/);
});

test('requests that cannot be served are exceptions of their own kind', within, async () => {
  const ask = (more) => client().chat.completions.create({ model: 'sim/steady', messages: question(), ...more });

  await assert.rejects(ask({ model: 'nowhere/model' }), (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found');
  await assert.rejects(ask({ logprobs: true }), (error) => error instanceof OpenAI.BadRequestError && error.param === 'logprobs');
  await assert.rejects(ask({ n: 2 }), (error) => error instanceof OpenAI.BadRequestError && error.param === 'n');
});
