// What a first visit downloads up to the chat screen, in bytes of brotli: the page and every file that it names.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const folder = process.argv.at(-1);
const page = readFileSync(join(folder, "index.html"), "utf8");
const named = [...page.matchAll(/(?:href|src)="\/([^"]+)"/g)].map((match) => match[1]);
// A touch icon is fetched when the app is put on a home screen; the service worker after the first paint, but it is ours.
const files = new Set(["index.html", "service_worker.js", ...named].filter((name) => !name.includes("apple-touch")));
const sizes = {};
for (const name of files) {
  const plain = readFileSync(join(folder, name));
  const brotli = brotliCompressSync(plain, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
  });
  const kind = name.split(".").at(-1);
  sizes[kind] = (sizes[kind] ?? 0) + Math.min(plain.length, brotli.length);
}
console.log(JSON.stringify(sizes));
