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
  const projects = suites.flatMap((file) => projectsIn(file, []));
  let state = seed;
  for (let last = projects.length - 1; last > 0; last -= 1) {
    // A linear congruential generator (constants from Numerical Recipes): the seed names the order.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (last + 1);
    [projects[last], projects[other]] = [projects[other]!, projects[last]!];
  }
  return projects;
}

function projectsIn(suite: Suite, titles: string[]): Project[] {
  const own = suite.specs.map(({ title, file }) => {
    const fullTitle = [...titles, title].join(' ');
    return {
      name: `${file} ${fullTitle}`,
      testMatch: file,
      grep: new RegExp(`${fullTitle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    };
  });
  return [...own, ...(suite.suites ?? []).flatMap((inner) => projectsIn(inner, [...titles, inner.title]))];
}
