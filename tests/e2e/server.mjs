import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const dll = join(dirname(fileURLToPath(import.meta.url)), '../../src/Tokenrill.Server/bin/Release/net10.0/Tokenrill.Server.dll');

/**
 * Starts the real server, with the simulator only.
 * @param {{ port?: number, environment?: Record<string, string> }} options `port` 0 lets the system choose.
 * @returns its address, what it has logged, and `stop(signal)`, which resolves when it has exited.
 */
export async function startServer({ port = 0, environment = {} } = {}) {
  const child = spawn('dotnet', [dll, '--urls', `http://127.0.0.1:${port}`], {
    env: { ...process.env, Tokenrill__Models__default__0: 'sim/steady', Tokenrill__Limits__RequestsPerMinute: '100000', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = [];
  const url = await new Promise((resolve, reject) => {
    const take = (text) => {
      log.push(text);
      const address = /listening on:? *(http:\/\/127\.0\.0\.1:[1-9]\d*)/i.exec(log.join(''));
      if (address) resolve(address[1]);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${log.join('')}`)));
    child.once('error', reject);
  });
  const exited = once(child, 'exit');
  const stop = async (signal = 'SIGTERM') => {
    child.kill(signal);
    await exited;
  };
  return { url, log: () => log.join(''), stop };
}
