/** The transfer size of the app. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/**
 * The files of a folder with their sizes in bytes, as they are and compressed with brotli at its
 * highest quality. The largest comes first.
 *
 * @param {string} folder
 */
export function transferSizes(folder) {
  const options = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  return (
    readdirSync(folder, { recursive: true, withFileTypes: true })
      // Not the compressed copies.
      .filter((entry) => entry.isFile() && !/\.(br|gz|zst)$/.test(entry.name))
      .map(({ parentPath, name }) => {
        const file = readFileSync(join(parentPath, name));
        // A hash in the name would change the table with every build.
        return {
          name: name.replace(/-[0-9a-f]{16}/, ''),
          size: file.length,
          compressed: brotliCompressSync(file, options).length,
        };
      })
      .toSorted((left, right) => right.compressed - left.compressed)
  );
}
