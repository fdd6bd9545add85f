/** The load from other programs: where it is high, the p95 figures are not reliable. */
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** How often our processes are sampled. What a process does after its last sample is not seen. */
const SAMPLE_INTERVAL_MS = 1000;

/** The unit of the times in /proc (USER_HZ). */
const TICKS_PER_SECOND = 100;

export class SystemLoad {
  #startedAt = performance.now();
  #busyAtStart = busySeconds();
  /**
   * The processor time of each of our processes when it was last sampled, by process id and start
   * time.
   */
  #ownSeconds = /** @type {Map<string, number>} */ (new Map());
  #ownAtStart;

  /** Starts sampling. */
  constructor() {
    this.sample();
    this.#ownAtStart = this.#ownTotal();
    // Does not keep the process alive.
    setInterval(() => this.sample(), SAMPLE_INTERVAL_MS).unref();
  }

  /**
   * Samples our processes. Called before some of them end, so that their time is not counted as
   * others'.
   */
  sample() {
    const processes = allProcesses();
    const isOurs = (/** @type {number} */ id) => {
      for (let ancestor = id; ancestor > 1; ancestor = processes.get(ancestor)?.parent ?? 0)
        if (ancestor === process.pid) return true;
      return false;
    };
    // Chromium does not wait for all its children, so each process is counted by itself.
    for (const [id, { started, seconds }] of processes)
      if (isOurs(id)) this.#ownSeconds.set(`${id} ${started}`, seconds);
  }

  #ownTotal() {
    return [...this.#ownSeconds.values()].reduce((sum, seconds) => sum + seconds, 0);
  }

  /** Describes the share of the processors that other programs used since the start. */
  summary() {
    this.sample();
    const others = busySeconds() - this.#busyAtStart - (this.#ownTotal() - this.#ownAtStart);
    const available = ((performance.now() - this.#startedAt) / 1e3) * availableParallelism();
    return `Other programs used ${Math.max(0, (100 * others) / available).toFixed(0)} % of the CPU time meanwhile.`;
  }
}

/** The time all processors were busy since the machine booted. */
function busySeconds() {
  // The columns: cpu user nice system idle iowait irq softirq steal.
  const times = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].split(/\s+/).slice(1).map(Number);
  return [0, 1, 2, 5, 6, 7].reduce((sum, column) => sum + times[column], 0) / TICKS_PER_SECOND;
}

/** All running processes. */
function allProcesses() {
  /** @type {Map<number, { parent: number, started: string, seconds: number }>} */
  const processes = new Map();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    let stat;
    try {
      stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    } catch {
      // The process has ended.
      continue;
    }
    // After the name in parentheses: state, parent, and many more. See proc(5).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const seconds = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    processes.set(Number(name), { parent: Number(fields[1]), started: fields[19], seconds });
  }
  return processes;
}
