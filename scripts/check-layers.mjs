#!/usr/bin/env node
/**
 * Checks the module graph of each crate, as far as `use` declarations and `crate::`/`super::` paths
 * show it:
 *
 * 1. Sibling modules (files or folders below one parent) do not depend on each other in a cycle.
 * 2. No page imports another page.
 * 3. A module does not depend on an item that is defined in a `mod.rs` above it, if that `mod.rs`
 * also uses the module:
 *    shared types belong in a file of their own. A `mod.rs` that only declares and re-exports is
 * fine.
 *
 * Follows re-exports to the defining file. Ignores tests, macros and glob imports of enums.
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Known violations, as `FROM -> TO`. The list only shrinks: an entry that no longer applies fails
 * the check.
 */
const ALLOWED = new Set();

const CRATES = ['account-api/src', 'app/src', 'app/account-index/src', 'app/people-import/src', 'mock-server/src'];
/** Folders whose children must not import each other at all. */
const ISOLATED = new Set(['app/src/pages']);

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Blanks comments, strings and test modules. */
function strip(source) {
  const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//;
  const string = /\bb?r(#*)"[\s\S]*?"\1|b?"(?:\\[\s\S]|[^"\\])*"|b?'(?:\\(?:u\{[^}]*\}|x..|.)|[^'\\])'/;
  const tokens = new RegExp(`${comment.source}|${string.source}`, 'g');
  let text = source.replace(tokens, (token) => (token.startsWith('/') ? ' ' : '""'));
  for (;;) {
    const start = text.search(
      /#\[cfg\([^\]]*\btest\b[^\]]*\)\]\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?mod\s+\w+\s*\{/,
    );
    if (start < 0) return text;
    let depth = 0;
    let end = text.indexOf('{', start);
    do {
      if (text[end] === '{') depth += 1;
      if (text[end] === '}') depth -= 1;
      end += 1;
    } while (depth > 0 && end < text.length);
    text = text.slice(0, start) + text.slice(end);
  }
}

/** Splits at commas that are not inside braces. */
function splitList(list) {
  const parts = [''];
  let depth = 0;
  for (const char of list) {
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    if (char === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** Flattens a use tree into `{ path, name }`; `name` is null for globs. */
function flatten(tree, prefix = []) {
  const brace = tree.indexOf('{');
  if (brace >= 0) {
    const path = tree
      .slice(0, brace)
      .split('::')
      .map((part) => part.trim())
      .filter(Boolean);
    const parts = splitList(tree.slice(brace + 1, tree.lastIndexOf('}')));
    return parts.flatMap((part) => flatten(part, [...prefix, ...path]));
  }
  const [full, alias] = tree.split(/\s+as\s+/);
  const path = [
    ...prefix,
    ...full
      .split('::')
      .map((part) => part.trim())
      .filter(Boolean),
  ];
  if (path.at(-1) === '*') return [{ path: path.slice(0, -1), name: null }];
  if (path.at(-1) === 'self' && path.length > 1) path.pop();
  return [{ path, name: alias?.trim() ?? path.at(-1) }];
}

/** Reads a crate into a tree of modules. */
function readCrate(source) {
  const modules = new Map();
  const add = (path, file) => {
    const text = strip(readFileSync(join(root, file), 'utf8'));
    const uses = [];
    const rest = text.replace(/\b(pub(?:\([^)]*\))?\s+)?use\s+([^;]+);/g, (_, isPublic, tree) => {
      uses.push(...flatten(tree.replace(/\s+/g, ' ')).map((use) => ({ ...use, isPublic: Boolean(isPublic) })));
      return '';
    });
    modules.set(path.join('::'), { path, file, uses, rest });
  };
  const walk = (folder, path) => {
    for (const name of readdirSync(join(root, folder)).sort()) {
      const file = join(folder, name);
      if (statSync(join(root, file)).isDirectory()) walk(file, [...path, name]);
      else if (/^(?:main|lib)\.rs$/.test(name) && path.length === 0) add([], file);
      else if (name === 'mod.rs') add(path, file);
      else if (name.endsWith('.rs')) add([...path, name.slice(0, -3)], file);
    }
  };
  walk(source, []);
  return modules;
}

/** The module that defines what a path names, or null for other crates and unknown names. */
function resolve(modules, from, path, depth = 0) {
  if (depth > 8) return null;
  let current = from.path;
  let index = 0;
  if (path[0] === 'crate') [current, index] = [[], 1];
  while (path[index] === 'super' || path[index] === 'self') {
    if (path[index] === 'super') current = current.slice(0, -1);
    index += 1;
  }
  const child = (name) => modules.get([...current, name].join('::'));
  if (index === 0 && !child(path[0])) {
    const use = from.uses.find(({ name, path: target }) => name === path[0] && target[0] !== name);
    return use ? resolve(modules, from, [...use.path, ...path.slice(1)], depth + 1) : null;
  }
  for (; index < path.length; index += 1) {
    if (child(path[index])) {
      current = [...current, path[index]];
      continue;
    }
    const module = modules.get(current.join('::'));
    const reexport = module?.uses.find(({ name }) => name === path[index]);
    if (reexport) return resolve(modules, module, [...reexport.path, ...path.slice(index + 1)], depth + 1) ?? module;
    break;
  }
  return modules.get(current.join('::')) ?? null;
}

/** All modules that a module refers to, except by re-exporting. */
function dependencies(modules, module) {
  const paths = module.uses.filter(({ isPublic }) => !isPublic).map(({ path }) => path);
  for (const [path] of module.rest.matchAll(/\b(?:crate|super|self)(?:\s*::\s*\w+)+/g)) {
    paths.push(path.split(/\s*::\s*/));
  }
  for (const [, name] of module.rest.matchAll(/(?<![:\w]\s*)\b([a-z]\w*)\s*::\s*\w/g)) {
    if (modules.has([...module.path, name].join('::'))) paths.push([name]);
  }
  return new Set(paths.map((path) => resolve(modules, module, path)).filter((target) => target && target !== module));
}

/** Strongly connected components with more than one node (Tarjan). */
function cycles(edges) {
  const state = new Map();
  const stack = [];
  const found = [];
  const visit = (node) => {
    const own = { index: state.size, low: state.size, isOnStack: true };
    state.set(node, own);
    stack.push(node);
    for (const next of edges.get(node)?.keys() ?? []) {
      const other = state.get(next) ?? visit(next);
      if (other.isOnStack) own.low = Math.min(own.low, other.low);
    }
    if (own.low === own.index) {
      const component = stack.splice(stack.indexOf(node));
      for (const member of component) state.get(member).isOnStack = false;
      if (component.length > 1) found.push(component.sort());
    }
    return own;
  };
  for (const node of edges.keys()) if (!state.has(node)) visit(node);
  return found;
}

const problems = [];
const applied = new Set();
const isAllowed = (from, to) => {
  const edge = `${from} -> ${to}`;
  if (ALLOWED.has(edge)) applied.add(edge);
  return ALLOWED.has(edge);
};

for (const source of CRATES) {
  const modules = readCrate(source);
  /** Folder → child → child → the files that make it depend on the other. */
  const siblings = new Map();
  const byModule = new Map([...modules.values()].map((module) => [module, dependencies(modules, module)]));
  for (const [module, targets] of byModule) {
    for (const target of targets) {
      let common = 0;
      while (common < module.path.length && module.path[common] === target.path[common]) common += 1;
      if (common === target.path.length && common < module.path.length) {
        // The target is above the module: a cycle if it uses the module, or its folder, too.
        const below = module.path.slice(0, common + 1).join('::');
        const usesBack = [...byModule.get(target)].some(({ path }) => path.slice(0, common + 1).join('::') === below);
        if (usesBack && !isAllowed(module.file, target.file)) {
          problems.push(`${module.file} -> ${target.file}: depends on an item of the mod.rs that uses it`);
        }
      } else if (common < module.path.length) {
        const folder = join(source, ...module.path.slice(0, common));
        const [from, to] = [join(folder, module.path[common]), join(folder, target.path[common])];
        if (!siblings.has(folder)) siblings.set(folder, new Map());
        const edges = siblings.get(folder);
        if (!edges.has(from)) edges.set(from, new Map());
        if (!edges.get(from).has(to)) edges.get(from).set(to, new Set());
        edges.get(from).get(to).add(module.file);
      }
    }
  }
  for (const [folder, edges] of siblings) {
    // An allowed edge counts only where it takes part in a cycle.
    for (const component of cycles(edges)) {
      for (const from of component) {
        for (const to of [...edges.get(from).keys()]) {
          if (component.includes(to) && isAllowed(from, to)) edges.get(from).delete(to);
        }
      }
    }
    for (const component of cycles(edges)) {
      problems.push(`${component.map((node) => relative(folder, node)).join(', ')} in ${folder}: a cycle`);
      for (const from of component) {
        for (const [to, files] of edges.get(from)) {
          if (component.includes(to)) problems.push(`    ${from} -> ${to} (${[...files].join(', ')})`);
        }
      }
    }
    if (!ISOLATED.has(folder)) continue;
    for (const [from, targets] of edges) {
      for (const [to, files] of targets) {
        if (isAllowed(from, to)) continue;
        problems.push(`${from} -> ${to}: siblings in ${folder} do not import each other (${[...files].join(', ')})`);
      }
    }
  }
}

for (const edge of ALLOWED) {
  if (!applied.has(edge))
    problems.push(`${edge}: no longer a violation; delete it from ALLOWED in scripts/check-layers.mjs`);
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
}
