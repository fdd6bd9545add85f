#!/usr/bin/env node
/** Runs the mock server in the foreground: `npx account-admin-mock --seed demo`. */
import { spawn } from 'node:child_process';
import { findProgram } from './dist/program.js';

try {
  const server = spawn(findProgram(), process.argv.slice(2), { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both. Other signals reach only this process.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
  server.once('error', (error) => fail(`The mock cannot be started: ${error.message}`));
  server.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
} catch (error) {
  fail(error.message);
}

function fail(message) {
  console.error(`account-admin-mock: ${message}`);
  process.exitCode = 1;
}
