/**
 * Runs in the page that is measured, the console's and AG Grid's alike, before any script of theirs. Both are looked at by what they
 * tell screen readers: rows that count from the head on, how many there are, which column is sorted.
 *
 * What is reported of a change:
 * - `rendered`: from the input to the first task that begins with the right rows in the document, their layout done (it is forced
 *   then, as the browser would do it in the next frame). This is the work alone.
 * - `shown`: from the input to the end of the frame that has them, as far as the main thread goes: with the wait for that frame, so
 *   some 8 ms on the average and 16 ms at most come on top of the work, whatever the page does.
 */
globalThis.bench = (() => {
  /** How long is waited for all accounts, for what is right, and for a jump, in milliseconds. */
  const PATIENCE = { whole: 300_000, change: 120_000, jump: 10_000 };

  // How each page is used. The page of AG Grid puts its own in place of these.
  const page = {
    /** @param {Element} row */
    name: (row) => row.querySelector('[role=rowheader]')?.textContent,
    scroller: () => document.querySelector('[role=table]').parentElement.parentElement,
    /** Sorts by a column, up, down, and as before, one after the other. */
    sort: (column) => head(column).querySelector('button').click(),
  };

  const channel = new MessageChannel();
  const tasks = [];
  channel.port1.onmessage = () => tasks.shift()();
  /** Runs it in a task of its own, as soon as there is time: after all that the present one still has to do. */
  const inTask = (run) => {
    tasks.push(run);
    channel.port2.postMessage(null);
  };
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const idle = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1_000 }));
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  /** The rows that are in the document, by their place in the list from 0. */
  const rows = () => {
    const found = new Map();
    // The head is the first row, and rows count from 1.
    for (const row of document.querySelectorAll('[role=row][aria-rowindex]')) found.set(row.ariaRowIndex - 2, row);
    found.delete(-1);
    return found;
  };
  const head = (column) => {
    const heads = [...document.querySelectorAll('[role=columnheader]')];
    return heads.find((head) => head.textContent.trim().startsWith(column));
  };
  const grouped = (count) => count.toLocaleString('en-GB');

  /** Whether the number of rows and the first of them are as they should be. */
  const shows = ({ count, all, isFiltered, names, sort }) => {
    const summary = document.querySelector('output')?.textContent ?? '';
    const expected = isFiltered ? `${grouped(count)} of ${grouped(all)} ` : `${grouped(all)} `;
    if (!summary.startsWith(expected) || summary.includes('so far')) return false;
    const table = document.querySelector('[aria-rowcount]');
    if (count > 0 && table?.ariaRowCount !== String(count + 1)) return false;
    if (sort && head(sort.column)?.ariaSort !== sort.direction) return false;
    const found = rows();
    if (found.has(count)) return false;
    return names.every((name, place) => found.has(place) && page.name(found.get(place)) === name);
  };

  /** Whether the rows in the document are some of those, without a gap, and enough to fill the window. */
  const showsSomeOf = ({ from, names, has }) => {
    const found = rows();
    if (found.size < 10 || (has !== null && !found.has(has))) return false;
    const places = [...found.keys()];
    const hasGap = Math.max(...places) - Math.min(...places) !== found.size - 1;
    return !hasGap && [...found].every(([place, row]) => place >= from && page.name(row) === names[place - from]);
  };

  /** What is there, for whoever has to find out why it is not right. */
  const described = () => {
    const { scrollTop, scrollHeight } = page.scroller() ?? {};
    const summary = document.querySelector('output')?.textContent;
    const found = [...rows()].map(([place, row]) => `${place} ${page.name(row)}`);
    return `“${summary}”, ${scrollTop} of ${scrollHeight}; ${found.slice(0, 3).join(', ')} … ${found.slice(-3).join(', ')}`;
  };

  /** Until nothing is left to do, and then to some moment between two frames: people do not press keys in time with the screen. */
  const settled = async () => {
    await frame();
    await frame();
    await idle();
    await wait(Math.random() * 16);
  };

  /**
   * Measures from the input until the page is right, however often it is looked at before. Where `drawsInFrames`, the page may draw
   * in the callbacks of a frame: what is right then is painted with that frame, and not with the next one.
   */
  const measured = async (input, isRight, { drawsInFrames = false, patience = PATIENCE.change } = {}) => {
    await settled();
    return new Promise((resolve, reject) => {
      let isOver = false;
      let isInFrame = false;
      const look = () => {
        if (isOver || !isRight()) return;
        isOver = true;
        observer.disconnect();
        const isPaintedNext = isInFrame;
        let rendered;
        const tell = () => resolve({ rendered, shown: performance.now() - start });
        inTask(() => {
          void document.documentElement.offsetHeight;
          rendered = performance.now() - start;
          if (isPaintedNext) tell();
        });
        // Where a page hears that it was scrolled, the callbacks of that frame are still to come: this is then one of them.
        if (!isPaintedNext) requestAnimationFrame(() => inTask(tell));
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
      // Asked for before the page could ask, and so the first callback of every frame.
      const lookAgain = () => {
        if (isOver) return;
        isInFrame = drawsInFrames;
        inTask(() => {
          isInFrame = false;
        });
        // Should a page become right without a change of its document.
        look();
        if (performance.now() - start > patience) {
          isOver = true;
          observer.disconnect();
          reject(new Error(`never became right: ${described()}`));
        }
        requestAnimationFrame(lookAgain);
      };
      requestAnimationFrame(lookAgain);
      const start = performance.now();
      input();
      look();
    });
  };

  const type = (text) => {
    const box = document.querySelector('input[type=search]');
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };

  /** The first frame in which something is so, in milliseconds since the navigation. */
  const firstFrame = async (is) => {
    while (!is()) {
      if (performance.now() > PATIENCE.whole)
        throw new Error(`never came: ${document.querySelector('output')?.textContent}`);
      await frame();
    }
    // It is painted with this frame.
    return new Promise((resolve) => inTask(() => resolve(performance.now())));
  };

  const longFrames = [];
  new PerformanceObserver((list) => longFrames.push(...list.getEntries())).observe({ type: 'long-animation-frame' });

  return {
    page,
    /** When the first rows were on screen. */
    firstRows: firstFrame(() => rows().has(0) && page.name(rows().get(0))),
    /** When everything was there. */
    whole: (expected) => firstFrame(() => shows(expected)),
    /** Puts a text into the search box, and measures. */
    search: (text, expected) =>
      measured(
        () => type(text),
        () => shows(expected),
      ),
    /** Puts a text into the filter of a column, where a page has such filters, and measures. */
    filterColumn: (text, expected) =>
      measured(
        () => page.filterColumn(text),
        () => shows(expected),
      ),
    /** Sorts by a column, and measures. */
    sort: (column, expected) =>
      measured(
        () => page.sort(column, expected.sort),
        () => shows(expected),
      ),
    /** Moves the bar to a part of its way, and measures. Rejects where the page does not follow. */
    jump: (part, expected) =>
      measured(
        () => {
          const scroller = page.scroller();
          scroller.scrollTop = part * (scroller.scrollHeight - scroller.clientHeight);
        },
        () => showsSomeOf(expected),
        { drawsInFrames: true, patience: PATIENCE.jump },
      ),
    /** Goes back to the start, unmeasured. */
    toStart: async () => {
      page.scroller().scrollTop = 0;
      while (!rows().has(0)) await frame();
      await settled();
    },
    settled,
    /** The places of the first and the last row that are in the document. */
    places: () => [Math.min(...rows().keys()), Math.max(...rows().keys())],
    /**
     * Moves the bar, and measures from the moment at which the page hears of it until all rows that it then has are laid out: without
     * the wait for a frame, and without painting.
     */
    repaint: async (top, [firstName, lastName]) => {
      await settled();
      return new Promise((resolve) => {
        const heard = () => {
          const start = performance.now();
          // Still in this frame, behind all that hearing of it has set off.
          const look = () => {
            const rows = document.querySelectorAll('[role=table] > tbody > tr[aria-rowindex]');
            const isRight = page.name(rows[0]) === firstName && page.name(rows[rows.length - 1]) === lastName;
            if (!isRight) return requestAnimationFrame(look);
            void document.documentElement.offsetHeight;
            resolve(performance.now() - start);
          };
          requestAnimationFrame(look);
        };
        // Before the page does.
        addEventListener('scroll', heard, { capture: true, once: true });
        page.scroller().scrollTop = top;
      });
    },
    /** The long frames since then, in milliseconds since the navigation. */
    longFramesSince: (start) => longFrames.filter((entry) => entry.startTime >= start).map((entry) => entry.duration),
  };
})();
