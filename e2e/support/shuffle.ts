/**
 * Puts all tests into another order, for `scripts/soak`, which looks for tests that depend on each
 * other. Playwright runs projects in the order given, so each test becomes a project of its own.
 */
import type { Project } from '@playwright/test';
import { readFileSync } from 'node:fs';

interface Suite {
  file: string;
  title: string;
  suites?: Suite[];
  specs: { title: string; file: string }[];
}

/** The shuffled projects. `list` is a file written by `playwright test --list --reporter=json`. */
export function shuffled(list: string, seed: number): Project[] {
  const { suites } = JSON.parse(readFileSync(list, 'utf8')) as { suites: Suite[] };
  const projects = suites.flatMap((file) => inside(file, []));
  let state = seed;
  for (let at = projects.length - 1; at > 0; at -= 1) {
    // A linear congruential generator (constants from Numerical Recipes): the seed names the order.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (at + 1);
    [projects[at], projects[other]] = [projects[other]!, projects[at]!];
  }
  return projects;
}

function inside(suite: Suite, titles: string[]): Project[] {
  const own = suite.specs.map(({ title, file }) => {
    const whole = [...titles, title].join(' ');
    return {
      name: `${file} ${whole}`,
      testMatch: file,
      grep: new RegExp(`${whole.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    };
  });
  return [...own, ...(suite.suites ?? []).flatMap((inner) => inside(inner, [...titles, inner.title]))];
}
