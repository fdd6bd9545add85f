/** Statistics over repeated measurements. The same arithmetic as mock-server/benches/report. */

/**
 * @typedef {object} Spread
 * @property {number} min
 * @property {number} median
 * @property {number} max
 */

/**
 * The minimum, median and maximum of the figures of several rounds.
 *
 * @param {number[]} figures
 * @returns {Spread}
 */
export function spread(figures) {
  if (figures.length === 0) throw new Error('nothing was measured');
  const sorted = figures.toSorted((left, right) => left - right);
  return { min: sorted[0], median: sorted[Math.floor(sorted.length / 2)], max: sorted[sorted.length - 1] };
}

/**
 * The percentile of some figures, by the nearest rank.
 *
 * @param {number[]} figures
 * @param {number} percent
 */
export function percentile(figures, percent) {
  const sorted = figures.toSorted((left, right) => left - right);
  return sorted[Math.min(Math.floor((sorted.length * percent) / 100), sorted.length - 1)];
}

/**
 * How many times as much the reference took as we did, per round. Both ran one after the other, so
 * a slow phase of the machine slowed both down. Rounds that only one of them has are ignored.
 *
 * @param {number[]} reference
 * @param {number[]} ours
 */
export function ratios(reference, ours) {
  return reference.slice(0, ours.length).map((figure, round) => figure / ours[round]);
}
