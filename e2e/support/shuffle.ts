/**
 * All tests in another order: each a project of its own, since Playwright runs projects in the order in which they are
 * given. For `scripts/soak`, which looks for tests that need one another.
 */
import type { Project } from '@playwright/test';
import { readFileSync } from 'node:fs';

interface Suite {
  file: string;
  title: string;
  suites?: Suite[];
  specs: { title: string; file: string }[];
}

/** The projects, by what `playwright test --list --reporter=json` has written to a file. */
export function shuffled(list: string, seed: number): Project[] {
  const { suites } = JSON.parse(readFileSync(list, 'utf8')) as { suites: Suite[] };
  const projects = suites.flatMap((file) => inside(file, []));
  let state = seed;
  for (let at = projects.length - 1; at > 0; at -= 1) {
    // A linear congruential generator (Knuth): any order will do, as long as a seed names it.
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
