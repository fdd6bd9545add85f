/** What the machine does beside this: where other programs run, every p95 is a measure of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** How often those are looked at that this has started, in milliseconds. Who ends has had at most this long unseen. */
const EVERY = 1000;

/** The kernel counts hundredths of seconds. */
const TICKS = 100;

export class Others {
  #start = performance.now();
  #all = worked();
  /** How long each of our processes had worked when it was last seen, in seconds, by its id and when it was started. */
  #own = /** @type {Map<string, number>} */ (new Map());
  #before;

  /** Begins to look. */
  constructor() {
    this.look();
    this.#before = this.#ownTime();
    // Nobody is kept waiting by it.
    setInterval(() => this.look(), EVERY).unref();
  }

  /** Looks at our processes. Called before some of them end, so that nothing of theirs is taken for others'. */
  look() {
    const processes = running();
    const isOurs = (/** @type {number} */ id) => {
      for (let at = id; at > 1; at = processes.get(at)?.parent ?? 0) if (at === process.pid) return true;
      return false;
    };
    // A chromium's processes are children of each other, and not all are waited for; so each is counted by itself.
    for (const [id, { started, seconds }] of processes) if (isOurs(id)) this.#own.set(`${id} ${started}`, seconds);
  }

  #ownTime() {
    return [...this.#own.values()].reduce((sum, seconds) => sum + seconds, 0);
  }

  /** How much of the processors others had since then, in words. */
  end() {
    this.look();
    const others = worked() - this.#all - (this.#ownTime() - this.#before);
    const available = ((performance.now() - this.#start) / 1e3) * availableParallelism();
    return `Other programs had ${Math.max(0, (100 * others) / available).toFixed(0)} % of the processors meanwhile.`;
  }
}

/** How long all processors together have worked since the machine was started, in seconds. */
function worked() {
  // cpu user nice system idle iowait irq softirq steal
  const times = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].split(/\s+/).slice(1).map(Number);
  return [0, 1, 2, 5, 6, 7].reduce((sum, at) => sum + times[at], 0) / TICKS;
}

/** All processes. */
function running() {
  /** @type {Map<number, { parent: number, started: string, seconds: number }>} */
  const processes = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    let stat;
    try {
      stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    } catch {
      // It has ended meanwhile.
      continue;
    }
    // Behind the name in brackets: state, parent, and many more.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const seconds = (Number(fields[11]) + Number(fields[12])) / TICKS;
    processes.set(Number(name), { parent: Number(fields[1]), started: fields[19], seconds });
  }
  return processes;
}
