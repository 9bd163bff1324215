// Runs in every page before its own scripts: when it was painted, and what whoever measures asks of it.
(() => {
  const now = () => performance.now();
  // After the next frame has been painted: what a frame's callback posts is delivered behind its paint.
  const painted = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(now());
        channel.port2.postMessage(0);
      }),
    );
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  // When what is looked for has been painted. What the page does at once or in a microtask is there at the first look; what a
  // frame's callback finds is painted by that very frame.
  const until = async (look) => {
    await null;
    await null;
    if (look()) return painted();
    const end = now() + 280_000;
    return new Promise((resolve, reject) => {
      const frame = () => {
        if (look()) {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(now());
          channel.port2.postMessage(0);
        } else if (now() > end) {
          reject(new Error(`waited in vain: ${look}`));
        } else {
          requestAnimationFrame(frame);
        }
      };
      requestAnimationFrame(frame);
    });
  };
  const random = (most) => Math.random() * most;
  const ids = () => [...document.querySelectorAll("[data-message]")].map((row) => row.dataset.message);
  let serial = 0;

  const probe = {
    // When list and thread of this page were painted, in ms since the navigation began.
    started: null,
    // The app's composer comes right after list and thread.
    ready: () => until(() => window.peer && peer.row && probe.started !== null && peer.composer()),

    // From a frame that was read to its last message painted; `count` messages in it, `times` times.
    async arrivals(times, count) {
      const samples = [];
      for (let i = 0; i < times; i += 1) {
        const names = Array.from({ length: count }, () => `probe-${(serial += 1)}`);
        const frame = peer.prepare(names.map((id) => ({ id, text: `Mensagem ${id}: pode ser amanhã cedo?` })));
        await pause(20 + random(30));
        const begin = now();
        peer.receive(frame);
        samples.push((await until(() => peer.row(names.at(-1)))) - begin);
      }
      return samples;
    },

    // `frames` frames of `count` messages over 300 conversations, each a task of its own as a socket delivers them.
    async replay(frames, count) {
      const texts = [];
      let last;
      for (let i = 0; i < frames; i += 1) {
        const wanted = Array.from({ length: count }, (_, k) => ({
          id: (last = `probe-${(serial += 1)}`),
          text: `Mensagem ${i * count + k}`,
          conversation: i === frames - 1 && k === count - 1 ? 0 : (i * count + k) % 300,
        }));
        texts.push(peer.prepare(wanted));
      }
      const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/api/frames`);
      await new Promise((opened) => (socket.onopen = opened));
      for (const text of texts) socket.send(text);
      socket.onmessage = (event) => peer.receive(event.data);
      await until(() => socket.bufferedAmount === 0);
      await pause(500);
      const blocks = probe.watchBlocks();
      const begin = now();
      socket.send('go');
      const end = await until(() => peer.row(last));
      await pause(200);
      socket.close();
      return { caught_up: end - begin, longest_block: blocks.end() };
    },

    // The longest time in which the main thread heard nothing, with up to 4 ms between two timers. A posted message would stand behind
    // all others that are posted already, and count their time as one.
    watchBlocks() {
      let before = now();
      let longest = 0;
      let goesOn = true;
      const look = () => {
        const at = now();
        longest = Math.max(longest, at - before);
        before = at;
        if (goesOn) setTimeout(look, 0);
      };
      setTimeout(look, 0);
      return { end: () => ((goesOn = false), longest) };
    },

    // Until what the device keeps can be searched, with the longest block meanwhile and the wasm memory it takes; then how long the
    // queries of each kind take: until it is known where they stand, until all that is shown of it is there, and in the floor. The
    // floors: reading the same records by hand, their bytes, and a scan of their words, one string a message, in JavaScript.
    async deviceSearch(kinds, rounds) {
      await pause(500);
      const bytes = peer.wasm();
      const blocks = probe.watchBlocks();
      const ready = await peer.searchReady();
      await pause(50);
      const found = { ready, longest_block: blocks.end(), bytes: peer.wasm() - bytes };
      const plain = await probe.readSearchRecords();
      found.plain_ready = plain.took;
      found.plain_bytes = plain.bytes;
      found.messages = plain.texts.length;
      found.kinds = kinds.map(() => ({ samples: [], shown: [], plain: [] }));
      for (let i = 0; i < rounds; i += 1) {
        for (const [kind, texts] of kinds.entries()) {
          for (const text of texts) {
            await pause(1 + random(3));
            found.kinds[kind].samples.push(await peer.search(text));
            found.kinds[kind].shown.push(await peer.find(text));
            await pause(1);
            const needles = text.split(" ").map((word) => ` ${word}`).sort((one, other) => other.length - one.length);
            const newest = [];
            let total = 0;
            const begin = now();
            for (const words of plain.texts) {
              if (!needles.every((needle) => words.includes(needle))) continue;
              total += 1;
              if (newest.length < 50) newest.push(words);
            }
            found.kinds[kind].plain.push(now() - begin);
            // What nobody looks at might not be done.
            if (total < newest.length) throw new Error("the scan counts wrong");
          }
        }
      }
      return found;
    },

    // The records of folded words as the app keeps them (src/state/search_piece.rs), read by hand.
    async readSearchRecords() {
      const answered = (request) =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await answered(indexedDB.open("perfectchat"));
      const begin = now();
      const records = [];
      let after = "";
      while (true) {
        const store = database.transaction("search").objectStore("search");
        const range = IDBKeyRange.lowerBound(after, true);
        const [keys, values] = await Promise.all([
          answered(store.getAllKeys(range, 32)),
          answered(store.getAll(range, 32)),
        ]);
        if (keys.length === 0) break;
        records.push(...values);
        after = keys.at(-1);
      }
      const took = now() - begin;
      database.close();
      const decoder = new TextDecoder();
      const texts = [];
      for (const record of records) {
        const view = new DataView(record);
        const count = view.getUint32(17, true);
        const from = 21 + 28 * count;
        let start = 0;
        for (let i = 0; i < count; i += 1) {
          const end = view.getUint32(21 + 28 * i + 24, true);
          texts.push(decoder.decode(new Uint8Array(record, from + start, end - start)));
          start = end;
        }
      }
      return { took, bytes: records.reduce((sum, record) => sum + record.byteLength, 0), texts };
    },

    // Clicks the conversations of the list by turns: from click to the other thread painted. Each has left memory since.
    async switches(rounds) {
      const rows = () => [...document.querySelectorAll("[data-row]")];
      const places = rows().slice(0, 11).map((row) => row.dataset.row);
      const samples = { first: [], others: [] };
      for (let i = 0; i < rounds * places.length; i += 1) {
        const name = places[(i + 1) % places.length];
        const row = document.querySelector(`[data-row="${name}"]`);
        const link = row.matches("a") ? row : (row.querySelector("a") ?? row);
        const old = new Set(ids());
        await pause(120 + random(30));
        const begin = now();
        link.click();
        const took = (await until(() => ids().some((id) => !old.has(id)) && !ids().some((id) => old.has(id)))) - begin;
        (name === places[0] ? samples.first : samples.others).push(took);
      }
      return samples;
    },

    // From key to character painted, for each key until `keys` is asked for.
    watchKeys() {
      const samples = [];
      document.addEventListener("keydown", (event) => painted().then((at) => samples.push(at - event.timeStamp)), true);
      peer.composer().focus();
      probe.keys = () => samples;
    },

    // From Enter to the own message painted, `times` times; before the next, the composer is empty. The first one does not count: with
    // it comes the part of the program that sends.
    async sends(times) {
      const samples = [];
      for (let i = 0; i <= times; i += 1) {
        const text = `Resposta ${(serial += 1)}, medida`;
        const entry = peer.composer();
        entry.focus();
        entry.value = text;
        entry.dispatchEvent(new InputEvent("input", { bubbles: true }));
        await pause(60 + random(30));
        const shows = () =>
          [...document.querySelectorAll(peer.rowSel)].slice(-3).some((row) => row.textContent.includes(text));
        const begin = now();
        entry.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
        const took = (await until(shows)) - begin;
        if (i > 0) samples.push(took);
        await until(() => peer.composer().value === "");
      }
      return samples;
    },

    // What each frame showed until `frames` is asked for.
    watchFrames() {
      const scroller = peer.scroller();
      const deltas = [];
      let blank = 0;
      let moved = 0;
      let before = now();
      let place = scroller.scrollTop;
      let goesOn = true;
      const look = () => {
        const at = now();
        deltas.push(at - before);
        before = at;
        const rows = scroller.querySelectorAll("[data-message]");
        const view = scroller.getBoundingClientRect();
        const gap = Math.max(
          rows[0].getBoundingClientRect().top - view.top - 120,
          view.bottom - rows[rows.length - 1].getBoundingClientRect().bottom - 120,
          0,
        );
        if (gap > 0 && scroller.scrollTop > 0) blank += 1;
        if (scroller.scrollTop !== place) moved += 1;
        place = scroller.scrollTop;
        if (goesOn) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
      probe.frames = () => {
        goesOn = false;
        const frame = 1000 / 60;
        const dropped = deltas.slice(1).reduce((sum, delta) => sum + Math.max(0, Math.round(delta / frame) - 1), 0);
        return { frames: deltas.length + dropped, dropped, blank, moved };
      };
    },
  };
  window.probe = probe;

  const look = () => {
    if (document.querySelector("[data-message]") && document.querySelector("[data-row]")) {
      painted().then((at) => (probe.started = at));
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
})();
