/** The globals that the scripts in the measured pages provide to this benchmark. */
import type { Change } from '../scenario.mjs';
import type { Account, Expected } from '../accounts.mjs';

declare global {
  /** pages/probe.js. */
  const bench: {
    page: { scroller(): HTMLElement; filterColumn?: unknown };
    firstRows: Promise<number>;
    allLoaded(expected: Expected): Promise<number>;
    search(text: string, expected: Expected): Promise<Change>;
    filterColumn(text: string, expected: Expected): Promise<Change>;
    sort(column: string, expected: Expected): Promise<Change>;
    jump(fraction: number, expected: object): Promise<Change>;
    repaint(top: number, ends: string[]): Promise<number>;
    scrollToTop(): Promise<void>;
    settle(): Promise<void>;
    visibleRange(): [first: number, last: number];
    longFramesSince(start: number): number[];
    wasmMemory?: WebAssembly.Memory;
  };
  /** pages/twin.js. */
  const twin: { repaint(accounts: Account[], from: number): Promise<number> };
}
