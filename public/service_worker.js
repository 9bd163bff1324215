// Lets the app open while the server is away: keeps the newest page that was loaded and the files it names.
//
// Nothing that belongs to a person is kept here; conversations are in IndexedDB. The page is asked for at the server first, so a
// new version is there at the next load; only when no answer comes is the kept one shown. Files with a hash in their names never
// change and come from here at once. Everything under /api passes by.

const SHELL = "shell";
const PAGE = "/";
const PATIENCE_MS = 3000;
// Trunk writes 64-bit hashes without their leading zeros: mostly 16 digits, sometimes fewer.
const HASHED = /-[0-9a-f]{12,16}(_bg)?\.(js|wasm|css)$/;
// The parts of the app that come when they are needed: its script names them.
const PART = /"\.(\/snippets\/[^"]+\.wasm)"/g;
// Kept when it is first asked for, and shown from here while the server is away.
const KEPT_ON_USE = /^\/(emoji\.txt$|guide\/)/;
const KEPT_BESIDES = /^\/(icons\/|manifest\.webmanifest$)/;
const PASSES_BY = /^\/(api|webhooks|healthz|readyz|metrics)(\/|$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || PASSES_BY.test(url.pathname)) {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(page(event));
  } else if (HASHED.test(url.pathname)) {
    event.respondWith(hashedFile(request));
  } else if (KEPT_BESIDES.test(url.pathname)) {
    event.respondWith(otherFile(request));
  } else if (KEPT_ON_USE.test(url.pathname)) {
    event.respondWith(fileOnUse(request));
  }
});

async function install() {
  await keep(await fetch(PAGE, { cache: "no-cache" }));
  await self.skipWaiting();
}

async function page(event) {
  const answer = fetch(event.request);
  // The answer may also come after our patience has ended: it is kept all the same.
  event.waitUntil(answer.then((response) => keep(response.clone()), () => undefined));
  const kept = () => caches.match(PAGE, { ignoreVary: true });
  try {
    const response = await Promise.race([answer, late()]);
    if (response.status < 500) {
      return response;
    }
    return (await kept()) ?? response;
  } catch {
    return (await kept()) ?? answer;
  }
}

async function hashedFile(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  return kept ?? fetch(request);
}

async function otherFile(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { ignoreVary: true });
    if (kept) {
      return kept;
    }
    throw error;
  }
}

async function fileOnUse(request) {
  let response;
  try {
    response = await otherFile(request);
  } catch (error) {
    // The page leaves out a picture that is not at hand; a failed request would only be a complaint on its console.
    if (request.destination === "image") {
      return new Response(null, { status: 204 });
    }
    throw error;
  }
  if (response.ok) {
    const shell = await caches.open(SHELL);
    await shell.put(request, response.clone());
  }
  return response;
}

// Keeps a page with all files it names, or the former page with its own.
async function keep(response) {
  if (!response.ok || response.redirected) {
    return;
  }
  const shell = await caches.open(SHELL);
  const text = await response.clone().text();
  const names = [...text.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map((match) => match[1]);
  const files = new Set(names.filter((name) => HASHED.test(name) || KEPT_BESIDES.test(name)));
  for (const script of [...files].filter((name) => name.endsWith(".js"))) {
    const text = await textOf(shell, script);
    [...text.matchAll(PART)].forEach((match) => files.add(match[1]));
  }
  const have = new Set((await shell.keys()).map((request) => new URL(request.url).pathname));
  const missing = [...files].filter((name) => !have.has(name) || !HASHED.test(name));
  try {
    await shell.addAll(missing);
  } catch {
    return;
  }
  await shell.put(PAGE, response);
  for (const name of have) {
    if (name !== PAGE && !files.has(name) && !KEPT_ON_USE.test(name)) {
      await shell.delete(name);
    }
  }
}

async function textOf(shell, name) {
  const response = (await shell.match(name, { ignoreVary: true })) ?? (await fetch(name).catch(() => undefined));
  return response?.ok ? response.text() : "";
}

function late() {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error("no answer")), PATIENCE_MS);
  });
}
