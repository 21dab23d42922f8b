import { after } from 'node:test';
import OpenAI from 'openai';
import { startServer } from '../server.mjs';

// A server of its own, unless there is one to be tested already.
const own = process.env.TOKENRILL_URL ? null : await startServer();
after(() => own?.stop());
const url = process.env.TOKENRILL_URL ?? own.url;

// A server without keys takes any; the client insists on having one.
const apiKey = process.env.TOKENRILL_KEY ?? 'none-is-needed-here';

/** OpenAI's client for the server under test. Retries nothing unless told to. */
export const client = (options = {}) => new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0, ...options });

export const question = (text = 'tokens=12 rate=0\nHello') => [{ role: 'user', content: text }];

/** A call of the server's own protocol. */
export const native = (path, init = {}) => fetch(`${url}${path}`, { ...init, headers: { authorization: `Bearer ${apiKey}` } });
