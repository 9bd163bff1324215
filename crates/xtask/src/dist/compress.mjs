// Compresses every file under the folder given as argument whose kind gains by it, as small as it gets.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const worthIt = new Set([".css", ".html", ".js", ".json", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest"]);
const folder = process.argv.at(-1);
const total = { plain: 0, brotli: 0 };

for (const name of readdirSync(folder, { recursive: true })) {
  if (!worthIt.has(extname(name))) continue;
  const path = join(folder, name);
  const plain = readFileSync(path);
  const brotli = brotliCompressSync(plain, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
  });
  const gzip = gzipSync(plain, { level: 9 });
  if (brotli.length < plain.length) writeFileSync(`${path}.br`, brotli);
  if (gzip.length < plain.length) writeFileSync(`${path}.gz`, gzip);
  total.plain += plain.length;
  total.brotli += Math.min(brotli.length, plain.length);
}
console.log(`  ${Math.round(total.plain / 1000)} kB, ${Math.round(total.brotli / 1000)} kB over the wire (brotli)`);
