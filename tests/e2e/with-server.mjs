// node with-server.mjs COMMAND [ARG …]: runs a command with TOKENRILL_URL set to a server that lives as long as it does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { startServer } from './server.mjs';

const server = await startServer();
const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, TOKENRILL_URL: server.url } });
const [code] = await once(child, 'exit');
await server.stop();
process.exitCode = code ?? 1;
