/** Turns the examples in docs/MOCK.md into a spec, so that they are tested as they are printed. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'MOCK.md');
const FOLDER = join(import.meta.dirname, '..', 'specs', 'generated');

/** Returns the code blocks of a language, in order. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, blockLanguage]) => blockLanguage === language)
    .map(([, , code]) => code!);
}

/** Writes specs/generated/mock-md.spec.ts, unless it is up to date. */
export function writeExamples(): void {
  const markdown = readFileSync(PAGE, 'utf8');
  const tests = blocks(markdown, 'ts').map((code) => code.replace(/^import .*\n/gm, ''));
  const script = blocks(markdown, 'sh').join('\n');
  if (tests.length < 5 || script === '') throw new Error('docs/MOCK.md has lost its examples.');
  const spec = [
    '// Made of docs/MOCK.md by support/examples.ts. Do not edit.',
    "import { execFile } from 'node:child_process';",
    "import { promisify } from 'node:util';",
    "import { expect, test, World } from 'account-admin-mock';",
    "import { startServer } from 'account-admin-mock/server';",
    '',
    ...tests,
    "test('the shell examples', async () => {",
    '  const server = await startServer();',
    `  const script = ${JSON.stringify(`set -eu\n${script}`)};`,
    '  try {',
    '    const env = { ...process.env, MOCK: server.url };',
    "    const { stdout } = await promisify(execFile)('bash', ['-c', script], { env });",
    "    expect(stdout).toContain('outcomes of the contract were covered');",
    '  } finally {',
    '    await server.stop();',
    '  }',
    '});',
    '',
  ].join('\n');
  // Another suite may be reading the file.
  const file = join(FOLDER, 'mock-md.spec.ts');
  if (existsSync(file) && readFileSync(file, 'utf8') === spec) return;
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, spec);
}
