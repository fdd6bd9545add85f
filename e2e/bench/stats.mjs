/** Figures that were measured several times, and what is made of them. The same arithmetic as mock-server/benches/report. */

/**
 * @typedef {object} Spread
 * @property {number} least
 * @property {number} median
 * @property {number} most
 */

/**
 * The figures of several rounds.
 *
 * @param {number[]} figures
 * @returns {Spread}
 */
export function spread(figures) {
  if (figures.length === 0) throw new Error('nothing was measured');
  const sorted = figures.toSorted((left, right) => left - right);
  return { least: sorted[0], median: sorted[Math.floor(sorted.length / 2)], most: sorted[sorted.length - 1] };
}

/**
 * The figure that so many of a hundred are at most.
 *
 * @param {number[]} figures
 * @param {number} percent
 */
export function percentile(figures, percent) {
  const sorted = figures.toSorted((left, right) => left - right);
  return sorted[Math.min(Math.floor((sorted.length * percent) / 100), sorted.length - 1)];
}

/**
 * How many times as much the reference took as we did, round by round: both were measured one after the other, so that a machine
 * which was slow for a while was slow for both. Rounds that only one of them has are left out.
 *
 * @param {number[]} reference
 * @param {number[]} ours
 */
export function ratios(reference, ours) {
  return reference.slice(0, ours.length).map((figure, round) => figure / ours[round]);
}
