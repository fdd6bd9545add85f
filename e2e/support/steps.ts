/** Counts what someone does: clicks, keys that command something, and whole entries of text. */
import { expect, type Locator, type Page } from '@playwright/test';
import { fillSecret } from './page.ts';

export class Steps {
  private taken: string[] = [];

  constructor(private readonly page: Page) {}

  /** Clicks something. */
  async click(target: Locator): Promise<void> {
    this.taken.push(`click ${String(target)}`);
    await target.click();
  }

  /** Presses a key. */
  async press(key: string): Promise<void> {
    this.taken.push(`press ${key}`);
    await this.page.keyboard.press(key);
  }

  /** Types into what has the focus. */
  async type(text: string): Promise<void> {
    this.taken.push('type');
    await this.page.keyboard.insertText(text);
  }

  /** Types or pastes into a field, into which Tab or a click puts the cursor on the way. */
  async enter(field: Locator, text: string): Promise<void> {
    this.taken.push(`enter ${String(field)}`);
    await field.fill(text);
  }

  /** Pastes a secret. `enter` would write it into the title of its step in the report. */
  async secret(field: Locator, secret: string): Promise<void> {
    this.taken.push(`enter ${String(field)}`);
    await fillSecret(field, secret);
  }

  /** Expects that they were at most 1.5 times as many as elsewhere. */
  expectAtMost(elsewhere: number): void {
    expect(this.taken.length, this.taken.join('\n')).toBeLessThanOrEqual(1.5 * elsewhere);
  }
}
