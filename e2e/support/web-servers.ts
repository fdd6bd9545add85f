/**
 * Starts real web servers with the recipes in deploy/, in front of the mock. Only what is
 * particular to a machine is replaced: addresses, ports and folders.
 */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ASSETS = process.env.MOCK_ASSETS!;
/** In the archive, the recipes are beside the console. */
const RECIPES = join(ASSETS, '..', 'deploy');
const READY_TIMEOUT_MS = 20_000;

interface ServerKind {
  program: string;
  /** The recipes for a host of its own and for a path of a host. */
  recipes: { '/': string; '/a/b/': string };
  /** The whole configuration around a recipe, and the arguments to start the server with it. */
  configure: (recipe: string, folder: string, port: number) => { config: string; args: string[] };
}

const APACHE_MODULES = '/usr/lib/apache2/modules';

export const SERVERS: Record<'nginx' | 'Caddy' | 'Apache', ServerKind> = {
  nginx: {
    program: '/usr/sbin/nginx',
    recipes: { '/': 'nginx/account-admin.conf', '/a/b/': 'nginx/account-admin-subpath.conf' },
    configure: (recipe, folder, port) => ({
      config: `
        daemon off;
        worker_processes 1;
        pid ${folder}/nginx.pid;
        error_log ${folder}/error.log;
        events {}
        http {
          include /etc/nginx/mime.types;
          access_log off;
          ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')}
          ${recipe.replace('listen 80;', `listen 127.0.0.1:${port};`)}
        }`,
      args: ['-c', join(folder, 'config'), '-e', join(folder, 'error.log')],
    }),
  },
  Caddy: {
    program: '/usr/bin/caddy',
    recipes: { '/': 'caddy/Caddyfile', '/a/b/': 'caddy/Caddyfile.subpath' },
    configure: (recipe, folder, port) => ({
      config: `{
        admin off
        auto_https off
      }
      ${recipe.replace('admin.example.com {', `http://127.0.0.1:${port} {`)}`,
      args: ['run', '--config', join(folder, 'config'), '--adapter', 'caddyfile'],
    }),
  },
  Apache: {
    program: '/usr/sbin/apache2',
    recipes: { '/': 'apache/account-admin.conf', '/a/b/': 'apache/account-admin-subpath.conf' },
    configure: (recipe, folder, port) => ({
      config: `
        ServerRoot ${folder}
        Listen 127.0.0.1:${port}
        PidFile ${folder}/apache.pid
        Mutex file:${folder}
        ErrorLog ${folder}/error.log
        ${['mpm_event', 'authz_core', 'mime', 'dir', 'alias', 'rewrite', 'headers', 'proxy', 'proxy_http']
          .map((name) => `LoadModule ${name}_module ${APACHE_MODULES}/mod_${name}.so`)
          .join('\n')}
        TypesConfig /etc/mime.types
        ServerName 127.0.0.1
        ${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
        ${recipe.replace('<VirtualHost *:80>', `<VirtualHost 127.0.0.1:${port}>`)}`,
      args: ['-f', join(folder, 'config'), '-DFOREGROUND'],
    }),
  },
};

export interface WebServer {
  /** The address of the console, with a trailing slash. */
  url: string;
  stop: () => Promise<void>;
}

/** Starts a server with its recipe for a path. `platform` is the address that `/api` leads to. */
export async function startWebServer(
  name: keyof typeof SERVERS,
  path: '/' | '/a/b/',
  platform: string,
): Promise<WebServer> {
  const { program, recipes, configure } = SERVERS[name];
  if (!existsSync(program))
    throw new Error(`${program} is missing. Run scripts/setup test as root, or set NO_WEB_SERVERS=1.`);
  const folder = mkdtempSync(join(tmpdir(), `account-admin-${name.toLowerCase()}-`));
  // Servers give up root's rights before they read files.
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'account-admin'));
  cpSync(ASSETS, join(folder, 'account-admin/www'), { recursive: true });
  cpSync(RECIPES, join(folder, 'account-admin/deploy'), { recursive: true });

  const port = await freePort();
  const localize = (text: string) =>
    text
      .replaceAll('/srv/account-admin', join(folder, 'account-admin'))
      .replaceAll('platform.example', new URL(platform).host)
      .replaceAll('admin.example.com', '127.0.0.1');
  for (const included of ['apache/files.conf', 'nginx/headers.conf', 'caddy/headers.caddy']) {
    const file = join(folder, 'account-admin/deploy', included);
    writeFileSync(file, localize(readFileSync(file, 'utf8')));
  }
  // `admin.example.com` also names the site in Caddy's recipe, which `configure` replaces.
  const recipe = readFileSync(join(RECIPES, recipes[path]), 'utf8');
  const { config, args } = configure(recipe, folder, port);
  writeFileSync(join(folder, 'config'), localize(config));

  const server = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
  let output = '';
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}${path}`;
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (!(await fetch(`${url}version.json`).catch(() => null))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`${name} did not start:\n${output}`);
    }
  }
  return { url, stop };
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
