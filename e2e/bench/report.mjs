/** Formats the figures for docs/BENCHMARKS.md. */
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
 * `median (min – max)`.
 *
 * @param {(figure: number) => string} unit
 * @param {Spread} spread
 */
export function formatSpread(unit, { min, median, max }) {
  return `${unit(median)} (${unit(min)} – ${unit(max)})`;
}

/**
 * An upper limit, and whether the figure meets it.
 *
 * @param {(figure: number) => string} unit
 * @param {number} target
 * @param {number} figure the measured value, or the median of a spread
 */
export function atMost(unit, target, figure) {
  return `≤ ${unit(target)} ${verdict(figure <= target)}`;
}

/**
 * A lower limit, and whether the figure meets it.
 *
 * @param {(figure: number) => string} unit
 * @param {number} target
 * @param {number} figure
 */
export function atLeast(unit, target, figure) {
  return `≥ ${unit(target)} ${verdict(figure >= target)}`;
}

/** @param {boolean} isMet */
export function verdict(isMet) {
  return isMet ? '✓' : '✗ **missed**';
}

/** A section of the page in Markdown. It is also printed line by line. */
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
   * Writes the section into a page, between the two comments that name it. Returns false when the
   * page does not have them.
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

/** Describes the machine. */
export function machine() {
  const value = (/** @type {string} */ path, /** @type {RegExp} */ key) => key.exec(readFileSync(path, 'utf8'))?.[1];
  const processor = value('/proc/cpuinfo', /^model name\s*: (.*)$/m) ?? process.arch;
  const system = value('/etc/os-release', /^PRETTY_NAME="?(.*?)"?$/m) ?? process.platform;
  const kernel = execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim();
  return `${processor}, ${availableParallelism()} cores; ${system}, Linux ${kernel}; Node ${process.version}`;
}
