// What a first visit downloads up to the chat screen, in bytes of brotli: the page and every file that it names. And what comes after
// it: the parts of the app, each by its name, and what several of them share.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const folder = process.argv.at(-1);
const weigh = (name) => {
  const plain = readFileSync(join(folder, name));
  const brotli = brotliCompressSync(plain, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
  });
  return Math.min(plain.length, brotli.length);
};
const sum = (names, kindOf) => {
  const sizes = {};
  for (const name of names) sizes[kindOf(name)] = (sizes[kindOf(name)] ?? 0) + weigh(name);
  return sizes;
};
const page = readFileSync(join(folder, "index.html"), "utf8");
const named = [...page.matchAll(/(?:href|src)="\/([^"]+)"/g)].map((match) => match[1]);
// A touch icon is fetched when the app is put on a home screen; the service worker after the first paint, but it is ours.
const files = new Set(["index.html", "service_worker.js", ...named].filter((name) => !name.includes("apple-touch")));
const snippets = existsSync(join(folder, "snippets")) ? readdirSync(join(folder, "snippets")) : [];
const parts = snippets.filter((name) => name.endsWith(".wasm")).map((name) => `snippets/${name}`);
const partOf = (name) => /split_(.+)-/.exec(name)?.[1] ?? "shared";
console.log(JSON.stringify({ first: sum(files, (name) => name.split(".").at(-1)), parts: sum(parts, partOf) }));
