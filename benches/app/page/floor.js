// The least that can be done: 300 conversations and one page of messages from IndexedDB, painted by hand. One record a message,
// as the app has it. `/?n=N` puts a thread of N messages there first.
const PAGE = 50;
const MOST = 200;
const count = Number(new URLSearchParams(location.search).get("n") ?? 200);
const words = [
  "Oi! Ainda tem vaga na turma de sábado?",
  "Tenho interesse sim. Qual o valor para duas pessoas e o que está incluído?",
  "Perfeito, muito obrigada.",
  "Bom dia! Passei aí ontem e esqueci meu avental azul, vocês encontraram?",
  "Pode ser às 15h então 👍",
  "O curso tem apostila? Queria saber também se dá para trocar de turma depois, porque meu horário de trabalho muda no mês que vem.",
  "https://docearte.example/cursos/confeitaria",
  "Combinado ✅ Mando o comprovante ainda hoje.",
];
const list = document.getElementById("list");
const scroller = document.getElementById("scroller");
const clock = new Intl.DateTimeFormat("pt-BR", { hour: "2-digit", minute: "2-digit" });
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const ended = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
const key = (i) => String(999_999_999 - i).padStart(9, "0");

async function open() {
  const request = indexedDB.open("floor", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("rows");
    request.result.createObjectStore("messages");
  };
  return done(request);
}

async function fill(database) {
  if (localStorage.getItem("floor") === String(count)) return;
  const first = database.transaction(["rows", "messages"], "readwrite");
  first.objectStore("messages").clear();
  for (let i = 0; i < 300; i += 1) {
    const row = { id: String(i), name: `Cliente ${i}`, text: words[i % words.length], at: Date.now() - i * 60_000 };
    first.objectStore("rows").put(JSON.stringify(row), key(i));
  }
  await ended(first);
  for (let from = 0; from < count; from += 2000) {
    const slice = database.transaction("messages", "readwrite");
    for (let i = from; i < Math.min(count, from + 2000); i += 1) {
      const message = { id: `m${i}`, text: words[i % words.length], mine: i % 5 > 2, at: Date.now() - (count - i) * 97_000 };
      slice.objectStore("messages").put(JSON.stringify(message), key(i));
    }
    await ended(slice);
  }
  localStorage.setItem("floor", String(count));
}

function rowOf(row) {
  const item = document.createElement("li");
  item.dataset.row = row.id;
  const name = document.createElement("b");
  name.textContent = row.name;
  const text = document.createElement("span");
  text.textContent = row.text;
  item.append(name, text);
  return item;
}

function bubbleOf(message) {
  const bubble = document.createElement("div");
  bubble.dataset.message = message.id;
  bubble.toggleAttribute("data-mine", Boolean(message.mine));
  const time = document.createElement("time");
  time.textContent = clock.format(message.at);
  bubble.append(message.text, time);
  return bubble;
}

const database = await open();
await fill(database);
const reading = database.transaction(["rows", "messages"], "readonly");
const [rows, messages] = await Promise.all([
  done(reading.objectStore("rows").getAll()),
  done(reading.objectStore("messages").getAll(null, PAGE)),
]);
list.append(...rows.slice(0, 20).map((row) => rowOf(JSON.parse(row))));
scroller.append(...messages.reverse().map((message) => bubbleOf(JSON.parse(message))));
scroller.scrollTop = scroller.scrollHeight;

let next = count;
window.peer = {
  rowSel: "[data-message]",
  scroller: () => scroller,
  composer: () => document.getElementById("composer"),
  row: (id) => scroller.querySelector(`[data-message="${id}"]`),
  wasm: () => 0,
  prepare: (wanted) =>
    JSON.stringify(
      wanted.map((message) => ({ text: words[0], at: Date.now(), ...message, id: message.id ?? `m${(next += 1)}` })),
    ),
  receive(frame) {
    const came = JSON.parse(frame);
    const keeping = database.transaction("messages", "readwrite").objectStore("messages");
    for (const message of came) keeping.put(JSON.stringify(message), key((next += 1)));
    const kept = came.slice(-MOST);
    scroller.append(...kept.map(bubbleOf));
    while (scroller.childElementCount > MOST) scroller.firstElementChild.remove();
    list.firstElementChild.lastElementChild.textContent = came.at(-1).text;
    scroller.scrollTop = scroller.scrollHeight;
  },
  append: (message) => window.peer.receive(window.peer.prepare([message])),
  appendMany: (all) => window.peer.receive(window.peer.prepare(all)),
};
document.getElementById("composer").addEventListener("keydown", (event) => {
  const entry = event.currentTarget;
  if (event.key !== "Enter" || entry.value === "") return;
  event.preventDefault();
  window.peer.append({ text: entry.value, mine: true });
  entry.value = "";
});
