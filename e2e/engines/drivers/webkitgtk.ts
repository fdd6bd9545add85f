/**
 * WebKitGTK of the system, in its MiniBrowser over WebDriver, on a virtual screen.
 *
 * Why not a client library: this takes seven calls of the protocol, and the libraries need a newer
 * Node or bring 20 MB.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { asExpression, type Driver, type Point, splitKeys } from './driver.ts';

/** The code points of keys in WebDriver (W3C WebDriver, "Keyboard actions"). */
const KEYS: Record<string, string> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
};

export async function launchWebKitGtk(binary: string, home: string): Promise<Driver> {
  // It saves downloads in the home folder.
  await mkdir(home, { recursive: true });
  // It writes the number of a free screen to the file descriptor 3.
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1500x1100x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const screen = await firstOutput(xvfb, 3);
  const port = await freePort();
  const server = spawn('WebKitWebDriver', [`--port=${port}`], {
    stdio: 'ignore',
    env: {
      ...process.env,
      DISPLAY: `:${screen}`,
      HOME: home,
      XDG_CONFIG_HOME: `${home}/config`,
      XDG_CACHE_HOME: `${home}/cache`,
      XDG_DATA_HOME: `${home}/data`,
      LANG: 'C.UTF-8',
      TZ: 'UTC',
      LIBGL_ALWAYS_SOFTWARE: '1',
      // The sandbox does not start as root in containers. Only our own pages are opened.
      ...(process.getuid?.() === 0 ? { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' } : {}),
    },
  });
  const stop = async () => {
    server.kill();
    xvfb.kill();
  };
  try {
    const root = `http://127.0.0.1:${port}`;
    await answers(`${root}/status`);
    const capabilities = {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } },
    };
    const { sessionId } = await call(root, 'POST', '/session', { capabilities });
    return await session(`${root}/session/${sessionId}`, home, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function session(root: string, downloads: string, stop: () => Promise<void>): Promise<Driver> {
  await call(root, 'POST', '/timeouts', { script: 30_000 });
  const evaluate = async (body: string, argument?: unknown): Promise<any> => {
    const script = `const done = arguments[arguments.length - 1];
      ${asExpression(body, argument)}.then((value) => done([value ?? null]), (error) => done(String(error)));`;
    const result = await call(root, 'POST', '/execute/async', { script, args: [] });
    if (!Array.isArray(result)) throw new Error(result);
    return result[0];
  };
  const perform = (...actions: object[]) => call(root, 'POST', '/actions', { actions });
  const pointer = (...actions: object[]) => ({
    type: 'pointer',
    id: 'mouse',
    parameters: { pointerType: 'mouse' },
    actions,
  });
  const moveTo = ({ x, y }: Point) => ({
    type: 'pointerMove',
    duration: 0,
    origin: 'viewport',
    x: Math.round(x),
    y: Math.round(y),
  });
  const key = (type: 'keyDown' | 'keyUp', name: string) => ({ type, value: KEYS[name] ?? name });
  const keys = (actions: object[]) => perform({ type: 'key', id: 'keyboard', actions });
  const driver: Driver = {
    downloads,
    goto: async (url) => {
      await call(root, 'POST', '/url', { url });
    },
    evaluate,
    move: async (to) => {
      await perform(pointer(moveTo(to)));
    },
    click: async (at, modifier) => {
      if (modifier) await keys([key('keyDown', modifier)]);
      await perform(pointer(moveTo(at), { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }));
      if (modifier) await keys([key('keyUp', modifier)]);
    },
    wheel: async ({ x, y }, deltaY) => {
      const scroll = { type: 'scroll', origin: 'viewport', x: Math.round(x), y: Math.round(y), deltaX: 0, deltaY };
      await perform({ type: 'wheel', id: 'wheel', actions: [scroll] });
    },
    press: async (combination) => {
      const [modifiers, name] = splitKeys(combination);
      await keys([
        ...modifiers.map((modifier) => key('keyDown', modifier)),
        key('keyDown', name),
        key('keyUp', name),
        ...modifiers.toReversed().map((modifier) => key('keyUp', modifier)),
      ]);
    },
    type: async (text) => {
      await keys([...text].flatMap((character) => [key('keyDown', character), key('keyUp', character)]));
    },
    back: async () => {
      await call(root, 'POST', '/back', {});
    },
    resize: async (width, height) => {
      const inner = () => evaluate('return [innerWidth, innerHeight]');
      for (let tries = 0; tries < 5; tries += 1) {
        const [innerWidth, innerHeight] = await inner();
        if (innerWidth === width && innerHeight === height) return;
        const rect = await call(root, 'GET', '/window/rect');
        await call(root, 'POST', '/window/rect', {
          width: rect.width + width - innerWidth,
          height: rect.height + height - innerHeight,
        });
      }
    },
    close: async () => {
      await call(root, 'DELETE', '');
      await stop();
    },
  };
  return driver;
}

async function call(root: string, method: string, path: string, body?: unknown): Promise<any> {
  const response = await fetch(`${root}${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const { value } = (await response.json()) as { value: any };
  if (!response.ok) throw new Error(`WebDriver, ${method} ${path}: ${value.error}: ${value.message}`);
  return value;
}

/** Waits until a server answers. */
async function answers(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await setTimeout(100);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function firstOutput(child: ChildProcess, descriptor: number): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdio[descriptor]!.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}`)));
  });
}
