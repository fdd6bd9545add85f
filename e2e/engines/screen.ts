/**
 * What a user finds on the screen, in any browser: by role and name, as Playwright's locators do in
 * the browsers that it drives. Roles and names are computed by axe-core, in the page.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from '@playwright/test';
import type { Driver, Point } from './drivers/driver.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Selects the candidates of a role. */
const SELECTORS: Record<string, string> = {
  alert: '[role=alert]',
  button: 'button:not([role])',
  checkbox: '[type=checkbox]',
  complementary: 'aside',
  dialog: 'dialog, [role=dialog]',
  heading: 'h1, h2, h3',
  link: 'a[href]:not([role])',
  menu: '[role=menu]',
  menuitem: '[role=menuitem]',
  menuitemradio: '[role=menuitemradio]',
  navigation: 'nav',
  option: '[role=option]',
  rowheader: '[role=rowheader]',
  searchbox: '[type=search]',
  status: '[role=status], output',
  switch: '[role=switch]',
  textbox: 'input, textarea',
};

/** An element as it was when it was found. Coordinates are relative to the viewport. */
export interface Seen {
  name: string;
  text: string;
  left: number;
  top: number;
  right: number;
  bottom: number;
  isFocused: boolean;
  isChecked: boolean;
  /** Whether the element itself is at its center, and not something in front of it. */
  isReachable: boolean;
}

export type Name = string | RegExp;

const FIND = `
  const { selector, within } = argument;
  const all = [...document.querySelectorAll(selector)];
  // A modal dialog makes everything else inert.
  const modal = [...document.querySelectorAll('dialog:modal')].at(-1);
  const isShown = (element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(element).visibility === 'visible'
      && (!modal || modal === element || modal.contains(element))
      && (!within || element.closest(within));
  };
  const shown = all.filter(isShown);
  if (shown.length === 0) return [];
  axe.setup(document);
  try {
    return shown.map((element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const front = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      return {
        name: axe.commons.text.accessibleText(element),
        text: element.textContent.trim(),
        left, top, right, bottom,
        isFocused: document.activeElement === element,
        isChecked: element.checked === true || element.getAttribute('aria-checked') === 'true',
        isReachable: element.contains(front) || (front !== null && front === element.closest('label')),
      };
    });
  } finally {
    axe.teardown();
  }`;

export class Screen {
  constructor(
    readonly driver: Driver,
    readonly url: string,
  ) {}

  /** Opens a page of the console. */
  async open(path: string): Promise<void> {
    await this.driver.evaluate('window.walkHasLeft = false');
    await this.driver.goto(`${this.url}${path}`);
    // WebKit may say that it has arrived while the old document is still there.
    const isNew = 'return window.walkHasLeft === undefined && document.readyState === "complete"';
    await this.expectTo(`${path} to be opened`, () => this.driver.evaluate(isNew));
    await this.prepare();
  }

  /** Loads axe and begins to collect errors. Has to be called after every load of a document. */
  async prepare(): Promise<void> {
    await this.driver.evaluate(`${AXE};
      window.walkErrors = [];
      const note = (text) => window.walkErrors.push(text);
      addEventListener('error', (event) => note('error: ' + event.message));
      addEventListener('unhandledrejection', (event) => note('rejection: ' + event.reason));
      const { error } = console;
      console.error = (...parts) => { note('console: ' + parts.join(' ')); error(...parts); };`);
  }

  /** Expects that the page has thrown no error since `prepare`. */
  async expectNoErrors(): Promise<void> {
    expect(await this.driver.evaluate('return window.walkErrors ?? []')).toEqual([]);
  }

  /** What is on the screen with a role and a name. A name that is a text has to match in full. */
  async findAll(role: string, name?: Name, within?: string): Promise<Seen[]> {
    const selector = SELECTORS[role];
    if (!selector) throw new Error(`The walk knows no selector for the role ${role}`);
    const seen = await this.driver.evaluate<Seen[]>(FIND, { selector, within });
    return seen.filter((element) => {
      if (name === undefined) return true;
      return typeof name === 'string' ? element.name.trim() === name : name.test(element.name);
    });
  }

  /** The first element with a role and a name, once there is one. */
  async find(role: string, name?: Name, within?: string): Promise<Seen> {
    let found: Seen | undefined;
    await this.expectTo(`${role} ${name ?? ''} to be shown`, async () => {
      [found] = await this.findAll(role, name, within);
      return found !== undefined;
    });
    return found!;
  }

  async click(role: string, name?: Name, options: { within?: string; modifier?: string } = {}): Promise<void> {
    let seen = await this.find(role, name, options.within);
    await this.expectTo(`${role} ${name ?? ''} to stand still and not to be covered`, async () => {
      const previous = seen;
      seen = await this.find(role, name, options.within);
      return seen.isReachable && seen.left === previous.left && seen.top === previous.top;
    });
    await this.driver.click(center(seen), options.modifier);
  }

  async expectShown(role: string, name?: Name): Promise<void> {
    await this.find(role, name);
  }

  async expectGone(role: string, name?: Name): Promise<void> {
    await this.expectTo(`${role} ${name ?? ''} to be gone`, async () => (await this.findAll(role, name)).length === 0);
  }

  /** Presses Tab until an element with a role and a name has the focus. */
  async tabTo(role: string, name?: Name): Promise<void> {
    const MAX_STOPS = 60;
    for (let stop = 0; stop < MAX_STOPS; stop++) {
      await this.driver.press('Tab');
      if ((await this.findAll(role, name)).some((element) => element.isFocused)) return;
    }
    throw new Error(`Expected Tab to reach ${role} ${name ?? ''} within ${MAX_STOPS} stops`);
  }

  async expectFocused(role: string, name?: Name): Promise<void> {
    const isFocused = async () => (await this.findAll(role, name)).some((element) => element.isFocused);
    await this.expectTo(`${role} ${name ?? ''} to have the focus`, isFocused, () =>
      this.driver.evaluate('return document.activeElement?.outerHTML.slice(0, 300)'),
    );
  }

  /** Expects a text in an element with a role. */
  async expectText(role: string, text: Name): Promise<void> {
    const says = (element: Seen) => (typeof text === 'string' ? element.text.includes(text) : text.test(element.text));
    await this.expectTo(
      `${role} to say ${text}`,
      async () => (await this.findAll(role)).some(says),
      async () => (await this.findAll(role)).map((element) => element.text),
    );
  }

  async expectPath(path: string | RegExp): Promise<void> {
    const current = () => this.driver.evaluate<string>('return location.pathname + location.search');
    await expect.poll(current).toEqual(typeof path === 'string' ? path : expect.stringMatching(path));
  }

  /** Expects that something becomes true. */
  async expectTo(what: string, condition: () => Promise<boolean>, detail?: () => Promise<unknown>): Promise<void> {
    try {
      await expect.poll(condition, { message: `Expected ${what}`, timeout: 15_000 }).toBe(true);
    } catch (error) {
      throw detail ? new Error(`${(error as Error).message}\n${JSON.stringify(await detail())}`) : error;
    }
  }

  /** Runs axe and expects no violations. */
  async audit(): Promise<void> {
    await this.motionEnded();
    const found = await this.driver.evaluate(`
      const { violations } = await axe.run({ resultTypes: ['violations'] });
      return violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }));`);
    expect(found).toEqual([]);
  }

  /** Waits until what moves has its place. Endless animations do not count. */
  async motionEnded(): Promise<void> {
    await this.driver.evaluate(`
      const finite = document.getAnimations().filter((a) => a.effect?.getComputedTiming().iterations !== Infinity);
      await Promise.allSettled(finite.map((animation) => animation.finished));`);
  }

  /** Waits until the page has been drawn, and what it does before it draws is done. */
  async nextFrame(): Promise<void> {
    await this.driver.evaluate(
      'await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
    );
  }

  /** Scrolls the table of accounts to a position. */
  async scrollTable(top: number): Promise<void> {
    await this.driver.evaluate(
      `document.querySelector('[role=table]').closest('.table-scroll').scrollTop = argument`,
      top,
    );
    await this.nextFrame();
  }

  async viewport(): Promise<{ width: number; height: number }> {
    return this.driver.evaluate('return { width: document.documentElement.clientWidth, height: innerHeight }');
  }
}

export function center({ left, top, right, bottom }: Seen): Point {
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}
