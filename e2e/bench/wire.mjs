/** What the app takes over the wire. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/**
 * The files of a folder, as they are and as brotli makes them at its best, in bytes. The largest comes first.
 *
 * @param {string} folder
 */
export function wireSizes(folder) {
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const file = readFileSync(join(parentPath, name));
      // Hashes would make each build's table another one.
      return {
        name: name.replace(/-[0-9a-f]{16}/, ''),
        size: file.length,
        wire: brotliCompressSync(file, options).length,
      };
    })
    .toSorted((left, right) => right.wire - left.wire);
}
