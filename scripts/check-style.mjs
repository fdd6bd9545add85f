#!/usr/bin/env node
/**
 * Checks what no formatter does: comments of at most 100 columns, limits called MAX_*, suites that
 * use the packed fixtures instead of their source, and that the files which CONTRIBUTING.md names
 * for common changes exist.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MAX_COLUMNS = 100;
const root = join(import.meta.dirname, '..');
const patterns = ['*.rs', '*.ts', '*.mjs', '*.css'];
const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...patterns], {
  cwd: root,
  encoding: 'utf8',
});
const files = [...new Set(listed.split('\0'))].filter((file) => file !== '' && !file.includes('/generated/'));

let failures = 0;
const report = (file, index, problem) => {
  console.error(`${file}:${index + 1}: ${problem}`);
  failures += 1;
};
for (const file of files) {
  // In Rust, a line that starts with a star is an assignment.
  const comment = file.endsWith('.rs') ? /^\s*\/\// : /^\s*(\/\/|\/?\*)/;
  let lines;
  try {
    lines = readFileSync(join(root, file), 'utf8').split('\n');
  } catch {
    continue; // Deleted, but not yet committed.
  }
  lines.forEach((line, index) => {
    const isTooLong = [...line].length > MAX_COLUMNS && comment.test(line) && !/https?:\/\//.test(line);
    if (isTooLong) report(file, index, `a comment of ${[...line].length} columns; ${MAX_COLUMNS} is the maximum`);
    const isSuite = file.startsWith('e2e/') && !file.startsWith('e2e/fixtures/');
    if (isSuite && /from '[./]+\/fixtures\//.test(line)) {
      report(file, index, "the fixtures are imported as 'account-admin-mock', from the packed package");
    }
    if (/\b(MOST|LONGEST|LARGEST)_[A-Z]/.test(line)) report(file, index, 'limits are called MAX_*');
  });
}

// The tables leave out where the paths of the console and of the mock start.
const ROOTS = ['', 'app/src', 'mock-server/src'];
readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
  .split('\n')
  .forEach((line, index) => {
    if (!line.startsWith('|')) return;
    for (const [, path] of line.matchAll(/`([\w./-]+\/[\w./-]*)`/g)) {
      if (!ROOTS.some((start) => existsSync(join(root, start, path)))) {
        report('CONTRIBUTING.md', index, `there is no ${path}`);
      }
    }
  });
process.exit(failures > 0 ? 1 : 0);
