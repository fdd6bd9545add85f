/** The figures as docs/BENCHMARKS.md presents them. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** @typedef {import('./stats.mjs').Spread} Spread */

/** A duration in milliseconds for people: two or three digits that matter. @param {number} ms */
export function time(ms) {
  if (ms < 0.00995) return `${(ms * 1e3).toFixed(1)} µs`;
  if (ms < 0.9995) return `${(ms * 1e3).toFixed(0)} µs`;
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  if (ms < 999.5) return `${ms.toFixed(0)} ms`;
  return `${(ms / 1e3).toFixed(2)} s`;
}

/** A count of bytes for people. @param {number} count */
export function bytes(count) {
  if (count < 1e3) return `${count.toFixed(0)} B`;
  if (count < 1e4) return `${(count / 1e3).toFixed(1)} kB`;
  if (count < 1e6) return `${(count / 1e3).toFixed(0)} kB`;
  return `${(count / 1e6).toFixed(0)} MB`;
}

/** How many times as much. @param {number} factor */
export function ratio(factor) {
  return `${factor.toFixed(factor < 10 ? 2 : 0)} ×`;
}

/** A plain number. @param {number} count */
export function number(count) {
  return count.toLocaleString('en-GB');
}

/**
 * `median (least – most)`.
 *
 * @param {(figure: number) => string} unit
 * @param {Spread} spread
 */
export function shown(unit, { least, median, most }) {
  return `${unit(median)} (${unit(least)} – ${unit(most)})`;
}

/**
 * What is wanted at most, and whether the figure is so.
 *
 * @param {(figure: number) => string} unit
 * @param {number} wanted
 * @param {number} figure the median of a spread, where it is one
 */
export function atMost(unit, wanted, figure) {
  return `≤ ${unit(wanted)} ${mark(figure <= wanted)}`;
}

/**
 * What is wanted at least, and whether the figure is so.
 *
 * @param {(figure: number) => string} unit
 * @param {number} wanted
 * @param {number} figure
 */
export function atLeast(unit, wanted, figure) {
  return `≥ ${unit(wanted)} ${mark(figure >= wanted)}`;
}

/** @param {boolean} isMet */
export function mark(isMet) {
  return isMet ? '✓' : '✗ **missed**';
}

/** A part of the page, in Markdown. It is printed as it comes. */
export class Section {
  #lines = /** @type {string[]} */ ([]);

  /** @param {string} line */
  line(line) {
    console.log(line);
    this.#lines.push(line);
  }

  /** @param {string[]} columns */
  head(...columns) {
    this.line('');
    this.row(...columns);
    this.line(`${'|---'.repeat(columns.length)}|`);
  }

  /** @param {string[]} cells */
  row(...cells) {
    this.line(`| ${cells.join(' | ')} |`);
  }

  /**
   * Puts it on a page, between the two comments that name it. Whether they are there.
   *
   * @param {string} path
   * @param {string} name
   */
  write(path, name) {
    const page = readFileSync(path, 'utf8');
    const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
    const [from, to] = [page.indexOf(begin), page.indexOf(end)];
    if (from < 0 || to < from) return false;
    writeFileSync(path, `${page.slice(0, from)}${begin}\n${this.#lines.join('\n').trimEnd()}\n${page.slice(to)}`);
    return true;
  }
}

/** On what it was measured. */
export function machine() {
  const value = (/** @type {string} */ path, /** @type {RegExp} */ key) => key.exec(readFileSync(path, 'utf8'))?.[1];
  const processor = value('/proc/cpuinfo', /^model name\s*: (.*)$/m) ?? process.arch;
  const system = value('/etc/os-release', /^PRETTY_NAME="?(.*?)"?$/m) ?? process.platform;
  const kernel = execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim();
  return `${processor}, ${availableParallelism()} cores; ${system}, Linux ${kernel}; Node ${process.version}`;
}
