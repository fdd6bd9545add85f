/**
 * Runs in the measured page, before any script of the page. It reads both the console and AG Grid
 * by their ARIA attributes: row indices, the row count, and the sorted column.
 *
 * A change is reported as two durations:
 * - `rendered`: from the input to the first task that starts with the right rows in the document,
 *   with their layout done. Layout is forced, as the browser would do it for the next frame.
 * - `shown`: from the input to the end of the frame that has them, on the main thread. The wait for
 *   that frame adds 8 ms on average and 16 ms at most, whatever the page does.
 */
globalThis.bench = (() => {
  /** The timeouts for all accounts, for a change, and for a jump. */
  const TIMEOUT_MS = { allLoaded: 300_000, change: 120_000, jump: 10_000 };

  // The controls of the console. The page of AG Grid replaces these with its own.
  const page = {
    /** @param {Element} row */
    name: (row) => row.querySelector('[role=rowheader]')?.textContent,
    scroller: () => document.querySelector('[role=table]').parentElement.parentElement,
    /** Sorts by a column: each click selects the next of ascending, descending and the default order. */
    sort: (column) => columnHead(column).querySelector('button').click(),
  };

  const channel = new MessageChannel();
  const tasks = [];
  channel.port1.onmessage = () => tasks.shift()();
  /** Runs a function in a new task, after everything that the current task still does. */
  const inTask = (run) => {
    tasks.push(run);
    channel.port2.postMessage(null);
  };
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const idle = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1_000 }));
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  /** The rows in the document by their index in the list, from 0. */
  const rows = () => {
    const rowsByIndex = new Map();
    // `aria-rowindex` counts from 1 and includes the header row.
    for (const row of document.querySelectorAll('[role=row][aria-rowindex]'))
      rowsByIndex.set(row.ariaRowIndex - 2, row);
    rowsByIndex.delete(-1);
    return rowsByIndex;
  };
  const columnHead = (column) => {
    const columnHeads = [...document.querySelectorAll('[role=columnheader]')];
    return columnHeads.find((element) => element.textContent.trim().startsWith(column));
  };
  const formatCount = (count) => count.toLocaleString('en-GB');

  /** Whether the count and the first rows are as expected. */
  const isShowing = ({ count, all, isFiltered, names, sort }) => {
    const summary = document.querySelector('output')?.textContent ?? '';
    const expected = isFiltered ? `${formatCount(count)} of ${formatCount(all)} ` : `${formatCount(all)} `;
    if (!summary.startsWith(expected) || summary.includes('so far')) return false;
    const table = document.querySelector('[aria-rowcount]');
    if (count > 0 && table?.ariaRowCount !== String(count + 1)) return false;
    if (sort && columnHead(sort.column)?.ariaSort !== sort.direction) return false;
    const rowsByIndex = rows();
    if (rowsByIndex.has(count)) return false;
    return names.every((name, index) => rowsByIndex.has(index) && page.name(rowsByIndex.get(index)) === name);
  };

  /**
   * Whether the rows in the document are a gapless part of the expected ones that fills the window.
   */
  const isShowingSomeOf = ({ from, names, mustHave }) => {
    const rowsByIndex = rows();
    if (rowsByIndex.size < 10 || (mustHave !== null && !rowsByIndex.has(mustHave))) return false;
    const indices = [...rowsByIndex.keys()];
    const hasGap = Math.max(...indices) - Math.min(...indices) !== rowsByIndex.size - 1;
    return !hasGap && [...rowsByIndex].every(([index, row]) => index >= from && page.name(row) === names[index - from]);
  };

  /** Describes the current state, for error messages. */
  const describeState = () => {
    const { scrollTop, scrollHeight } = page.scroller() ?? {};
    const summary = document.querySelector('output')?.textContent;
    const descriptions = [...rows()].map(([index, row]) => `${index} ${page.name(row)}`);
    return `“${summary}”, ${scrollTop} of ${scrollHeight}; ${descriptions.slice(0, 3).join(', ')} … ${descriptions.slice(-3).join(', ')}`;
  };

  /**
   * Waits until the page is idle, then for a random part of a frame: people do not type in sync
   * with it.
   */
  const settle = async () => {
    await frame();
    await frame();
    await idle();
    await wait(Math.random() * 16);
  };

  /**
   * Measures from the input until the page is right. With `drawsInFrames` the page may draw in
   * animation frame callbacks: what is right there is painted with the same frame, not with the
   * next one.
   */
  const measure = async (input, isRight, { drawsInFrames = false, timeoutMs = TIMEOUT_MS.change } = {}) => {
    await settle();
    return new Promise((resolve, reject) => {
      let isDone = false;
      let isInFrame = false;
      const check = () => {
        if (isDone || !isRight()) return;
        isDone = true;
        observer.disconnect();
        const isPaintedNext = isInFrame;
        let rendered;
        const finish = () => resolve({ rendered, shown: performance.now() - start });
        inTask(() => {
          void document.documentElement.offsetHeight;
          rendered = performance.now() - start;
          if (isPaintedNext) finish();
        });
        // After a scroll event, the callbacks of the same frame are still to come: this is one of
        // them.
        if (!isPaintedNext) requestAnimationFrame(() => inTask(finish));
      };
      const observer = new MutationObserver(check);
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      // Requested before the page requests one, so this is the first callback of every frame.
      const checkInNextFrame = () => {
        if (isDone) return;
        isInFrame = drawsInFrames;
        inTask(() => {
          isInFrame = false;
        });
        // In case the page becomes right without a mutation.
        check();
        if (performance.now() - start > timeoutMs) {
          isDone = true;
          observer.disconnect();
          reject(new Error(`the expected state was not reached: ${describeState()}`));
        }
        requestAnimationFrame(checkInNextFrame);
      };
      requestAnimationFrame(checkInNextFrame);
      const start = performance.now();
      input();
      check();
    });
  };

  const type = (text) => {
    const box = document.querySelector('input[type=search]');
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };

  /**
   * The time of the first frame in which the condition holds, in milliseconds since the navigation.
   */
  const firstFrame = async (condition) => {
    while (!condition()) {
      if (performance.now() > TIMEOUT_MS.allLoaded)
        throw new Error(`the accounts did not load: ${document.querySelector('output')?.textContent}`);
      await frame();
    }
    // That state is painted with this frame.
    return new Promise((resolve) => inTask(() => resolve(performance.now())));
  };

  const longFrames = [];
  new PerformanceObserver((list) => longFrames.push(...list.getEntries())).observe({ type: 'long-animation-frame' });

  return {
    page,
    /** When the first rows were on screen. */
    firstRows: firstFrame(() => rows().has(0) && page.name(rows().get(0))),
    /** When all accounts were loaded. */
    allLoaded: (expected) => firstFrame(() => isShowing(expected)),
    /** Measures a search. */
    search: (text, expected) =>
      measure(
        () => type(text),
        () => isShowing(expected),
      ),
    /** Measures the filter of a column, where the page has one. */
    filterColumn: (text, expected) =>
      measure(
        () => page.filterColumn(text),
        () => isShowing(expected),
      ),
    /** Measures sorting by a column. */
    sort: (column, expected) =>
      measure(
        () => page.sort(column, expected.sort),
        () => isShowing(expected),
      ),
    /**
     * Measures a jump of the scroll bar to a fraction of its range. Rejects when the page ignores
     * it.
     */
    jump: (fraction, expected) =>
      measure(
        () => {
          const scroller = page.scroller();
          scroller.scrollTop = fraction * (scroller.scrollHeight - scroller.clientHeight);
        },
        () => isShowingSomeOf(expected),
        { drawsInFrames: true, timeoutMs: TIMEOUT_MS.jump },
      ),
    /** Scrolls back to the top, unmeasured. */
    scrollToTop: async () => {
      page.scroller().scrollTop = 0;
      while (!rows().has(0)) await frame();
      await settle();
    },
    settle,
    /** The indices of the first and the last row in the document. */
    visibleRange: () => [Math.min(...rows().keys()), Math.max(...rows().keys())],
    /**
     * Scrolls, and measures from the scroll event until all new rows are laid out, without the wait
     * for a frame and without painting.
     */
    repaint: async (top, [firstName, lastName]) => {
      await settle();
      return new Promise((resolve) => {
        const onScroll = () => {
          const start = performance.now();
          // In the same frame, after everything that the event has triggered.
          const check = () => {
            const rows = document.querySelectorAll('[role=table] > tbody > tr[aria-rowindex]');
            const isRight = page.name(rows[0]) === firstName && page.name(rows[rows.length - 1]) === lastName;
            if (!isRight) return requestAnimationFrame(check);
            void document.documentElement.offsetHeight;
            resolve(performance.now() - start);
          };
          requestAnimationFrame(check);
        };
        // In the capture phase, so before the listeners of the page.
        addEventListener('scroll', onScroll, { capture: true, once: true });
        page.scroller().scrollTop = top;
      });
    },
    /** The durations of the long frames since a moment. Both are in milliseconds. */
    longFramesSince: (start) => longFrames.filter((entry) => entry.startTime >= start).map((entry) => entry.duration),
  };
})();
