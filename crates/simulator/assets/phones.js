// The customers' phones: asks the simulator for what is shown whenever it says that something has changed.
// What is on screen stands in the address (#customer=1&number=4400001111), so a link opens a certain phone.
// It is one thing and one file: a page without build step, whose parts share what is shown.

export const $ = (id) => document.getElementById(id);
const EMOJIS = ["👍", "❤️", "😂", "😮", "😢", "🙏"];
export const shown = { customer: null, number: null, quoted: null, edited: null, actionsOn: null };
let known = { numbers: [], customers: [], screen: null };
const whatIsKnown = () => known;
export { whatIsKnown as known };
/** Some people give their profile no name. */
export const nameOf = (customer) => customer.name || `+${customer.wa_id}`;
let drawnCustomers = "";
let drawnTabs = "";
let drawnThread = "";
let isAtEnd = true;
let opened = "";
let typingTimer = 0;

// --- small helpers -----------------------------------------------------------------------------------------------

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}

function icon(paths, className) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", className === "ticks" ? "0 0 18 12" : "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  if (className) svg.setAttribute("class", className);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", paths);
  svg.append(path);
  return svg;
}

export async function ask(path, body, type = "application/json", method = body === undefined ? "GET" : "POST") {
  const isJson = type === "application/json";
  const answer = await fetch(path, {
    method,
    headers: body === undefined ? {} : { "Content-Type": type },
    body: body === undefined ? undefined : isJson ? JSON.stringify(body) : body,
  });
  const isText = answer.headers.get("Content-Type")?.includes("json");
  const content = isText ? await answer.json() : null;
  if (!answer.ok) throw new Error(content?.error ?? `Erro ${answer.status}`);
  return content;
}

const timeOf = new Intl.DateTimeFormat("pt-BR", { hour: "2-digit", minute: "2-digit" });
const dayOf = new Intl.DateTimeFormat("pt-BR", { day: "numeric", month: "long", year: "numeric" });
const date = (message) => new Date(message.timestamp * 1000);
const initials = (name) => name.split(/\s+/).filter(Boolean).slice(0, 2).map((word) => [...word][0]).join("").toUpperCase();

function pretty(digits) {
  const brazilian = /^55(\d\d)(\d{4,5})(\d{4})$/.exec(digits);
  return brazilian ? `+55 ${brazilian[1]} ${brazilian[2]}-${brazilian[3]}` : `+${digits}`;
}

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// --- what is shown -----------------------------------------------------------------------------------------------

let isAsking = false;
let mustAskAgain = false;

async function refresh() {
  if (isAsking) {
    mustAskAgain = true;
    return;
  }
  isAsking = true;
  try {
    do {
      mustAskAgain = false;
      const query = new URLSearchParams();
      if (shown.customer !== null) query.set("customer", shown.customer);
      if (shown.number !== null) query.set("phone_number_id", shown.number);
      known = await ask(`/simulator/state?${query}`);
      settleChoice();
      draw();
    } while (mustAskAgain);
  } catch {
    $("link").textContent = "O simulador não responde.";
  } finally {
    isAsking = false;
  }
}

// A conversation needs a number: without one in the address it is the first.
function settleChoice() {
  const isNumber = known.numbers.some((number) => number.id === shown.number);
  if (!isNumber && known.numbers.length > 0) {
    shown.number = known.numbers[0].id;
    mustAskAgain = true;
  }
}

function draw() {
  $("link").textContent = known.is_subscribed
    ? known.outstanding_webhooks > 0 ? `Aguardando o servidor: ${known.outstanding_webhooks}` : "Ligado ao servidor"
    : "Esperando o servidor…";
  $("open-faults").dataset.on = String(known.has_faults);
  $("open-faults").textContent = known.has_faults ? "Falhas ligadas" : "Falhas";
  drawCustomers();
  drawPhone();
}

function drawCustomers() {
  const wanted = fold($("search").value.trim());
  const digits = wanted.replace(/\D/g, "");
  const fitting = known.customers.filter((customer) =>
    fold(customer.name).includes(wanted) || (digits !== "" && customer.wa_id.includes(digits)));
  const drawing = JSON.stringify([fitting, shown.customer]);
  if (drawing === drawnCustomers) return;
  drawnCustomers = drawing;
  const focused = document.activeElement?.dataset?.customer;
  $("customers").replaceChildren(...fitting.map(customerRow));
  if (focused) document.querySelector(`[data-customer="${focused}"]`)?.focus();
  $("no-customers").hidden = fitting.length > 0;
  $("no-customers").textContent = known.customers.length === 0
    ? "Nenhum cliente ainda. Crie o primeiro com “Novo cliente”."
    : "Nenhum cliente com esse nome ou número.";
}

// The button is the name; it reaches over the whole row.
function customerRow(customer) {
  const unread = Object.values(customer.unread).reduce((sum, count) => sum + count, 0);
  const name = make("button", "customer__name", nameOf(customer));
  name.type = "button";
  name.dataset.customer = customer.key;
  if (customer.key === shown.customer) name.setAttribute("aria-current", "true");
  if (unread > 0) name.setAttribute("aria-description", unread === 1 ? "1 não lida" : `${unread} não lidas`);
  name.addEventListener("click", () => choose(customer.key, customer.last?.phone_number_id ?? shown.number));
  const face = make("span", "customer__face", initials(customer.name));
  face.setAttribute("aria-hidden", "true");
  const row = make("li", "customer");
  row.append(
    face,
    name,
    make("span", "customer__time", customer.last ? shortTime(customer.last) : ""),
    make("span", "customer__last", customer.last ? lastWords(customer.last) : pretty(customer.wa_id)),
  );
  if (unread > 0) row.append(make("span", "customer__unread", unread));
  return row;
}

function shortTime(message) {
  const when = date(message);
  return when.toDateString() === new Date().toDateString()
    ? timeOf.format(when)
    : when.toLocaleDateString("pt-BR", { day: "2-digit", month: "2-digit" });
}

const KINDS = {
  image: "Foto", video: "Vídeo", audio: "Áudio", document: "Documento", sticker: "Figurinha", location: "Localização",
  contacts: "Contato", interactive: "Mensagem com opções", template: "Modelo", order: "Pedido", unsupported: "Tipo não suportado",
  hologram: "Tipo desconhecido", system: "Aviso do sistema", request_welcome: "Abriu a conversa",
};
const lastWords = (message) =>
  (message.direction === "from_customer" ? "Você: " : "") + (message.words || KINDS[message.type] || message.type);

function drawPhone() {
  const customer = known.customers.find((each) => each.key === shown.customer);
  $("panes").dataset.open = String(Boolean(customer));
  $("screen").hidden = !customer;
  $("no-phone").hidden = Boolean(customer);
  if (!customer) return;
  $("owner").textContent = nameOf(customer);
  $("owner-detail").textContent = [pretty(customer.wa_id), customer.username].filter(Boolean).join(" · ");
  $("entry-label").textContent = `Mensagem como ${nameOf(customer)}`;
  $("phone").setAttribute("aria-label", `Celular de ${nameOf(customer)}`);
  drawTabs(customer);
  drawThread();
  drawTyping();
  tellOpened();
}

function drawTabs(customer) {
  const drawing = JSON.stringify([known.numbers, customer.unread, shown.number]);
  if (drawing === drawnTabs) return;
  drawnTabs = drawing;
  const wasFocused = document.activeElement?.getAttribute("role") === "tab";
  $("tabs").replaceChildren(...known.numbers.map((number) => {
    const tab = make("button", "tab", number.verified_name);
    tab.type = "button";
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", "thread");
    const isChosen = number.id === shown.number;
    tab.setAttribute("aria-selected", String(isChosen));
    tab.tabIndex = isChosen ? 0 : -1;
    const unread = customer.unread[number.id] ?? 0;
    if (unread > 0 && !isChosen) tab.append(make("span", "tab__count", unread));
    tab.addEventListener("click", () => choose(shown.customer, number.id));
    return tab;
  }));
  if (wasFocused) $("tabs").querySelector('[aria-selected="true"]')?.focus();
}

function drawThread() {
  const messages = known.screen?.messages ?? [];
  const drawing = JSON.stringify([shown.customer, shown.number, messages]);
  if (drawing === drawnThread) return;
  const thread = $("thread");
  const isOther = !drawnThread.startsWith(JSON.stringify([shown.customer, shown.number]).slice(0, -1));
  drawnThread = drawing;
  const byId = new Map(messages.map((message) => [message.id, message]));
  const rows = [];
  let day = "";
  for (const message of messages) {
    const messageDay = dayOf.format(date(message));
    if (messageDay !== day) {
      day = messageDay;
      rows.push(make("p", "day", day));
    }
    rows.push(bubble(message, byId));
  }
  if (rows.length === 0) rows.push(make("p", "empty", "Nenhuma mensagem ainda. Escreva a primeira como cliente."));
  const place = thread.scrollTop;
  const mustStay = !isOther && !isAtEnd;
  thread.replaceChildren(...rows);
  if (mustStay) thread.scrollTop = place;
  else scrollToEnd();
}

function scrollToEnd() {
  isAtEnd = true;
  $("thread").scrollTop = $("thread").scrollHeight;
}

// --- one message -------------------------------------------------------------------------------------------------

function bubble(message, byId) {
  const isOwn = message.direction === "from_customer";
  const element = make("article", "bubble");
  element.dataset.direction = message.direction;
  element.dataset.message = message.id;
  const quotedId = message.context?.id ?? message.context?.message_id;
  if (quotedId) {
    const quoted = byId.get(quotedId);
    if (quoted) element.append(make("p", "bubble__quote", quoted.words || KINDS[quoted.type] || quoted.type));
  }
  if (message.referral) element.append(make("p", "bubble__quote", `Anúncio: ${message.referral.headline ?? ""}`));
  if (message.is_revoked) element.append(make("p", "bubble__text bubble__text--quiet", "Mensagem apagada"));
  else element.append(...content(message));
  element.append(foot(message, isOwn));
  if (!isOwn && !message.is_revoked) {
    const choices = choicesOf(message);
    if (choices.length > 0) {
      const box = make("div", "bubble__choices");
      box.append(...choices);
      element.append(box);
    }
  }
  const reactions = [message.reactions.customer, message.reactions.business].filter(Boolean);
  if (reactions.length > 0) {
    element.classList.add("bubble--reacted");
    const mark = make("span", "bubble__reactions", reactions.join(" "));
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", `Reações: ${reactions.join(" ")}`);
    element.append(mark);
  }
  const actions = make("button", "bubble__actions");
  actions.type = "button";
  actions.setAttribute("aria-label", `Ações da mensagem ${message.words.slice(0, 40)}`.trim());
  actions.setAttribute("aria-haspopup", "menu");
  actions.append(icon("M6 9l6 6 6-6"));
  actions.addEventListener("click", () => showActions(message, actions));
  element.append(actions);
  return element;
}

function content(message) {
  const inner = message[message.type] ?? {};
  const text = (words, isQuiet) => make("p", isQuiet ? "bubble__text bubble__text--quiet" : "bubble__text", words);
  const caption = inner.caption ? [text(inner.caption)] : [];
  if (inner.link && !inner.id) return [text(`${KINDS[message.type]}: ${inner.link}`), ...caption];
  switch (message.type) {
    case "text":
      return [text(inner.body)];
    case "image":
    case "sticker": {
      const image = make("img", "bubble__image");
      image.alt = inner.caption ?? KINDS[message.type];
      image.src = mediaAddress(inner);
      image.addEventListener("load", () => {
        if (isAtEnd) scrollToEnd();
      });
      return [image, ...caption];
    }
    case "video": {
      const video = make("video", "bubble__image");
      video.controls = true;
      video.src = mediaAddress(inner);
      return [video, ...caption];
    }
    case "audio": {
      const sound = make("audio", "bubble__sound");
      sound.controls = true;
      sound.preload = "none";
      sound.src = mediaAddress(inner);
      sound.setAttribute("aria-label", inner.voice ? "Mensagem de voz" : "Áudio");
      if (inner.voice && message.direction === "from_business") {
        sound.addEventListener("play", () =>
          ask("/simulator/played", { customer: shown.customer, wamid: message.id }).catch(showProblem), { once: true });
      }
      return [sound];
    }
    case "document": {
      const link = make("a", "bubble__link", inner.filename ?? "Documento sem nome");
      link.href = mediaAddress(inner);
      link.target = "_blank";
      link.rel = "noopener";
      const line = make("p", "bubble__text");
      line.append("📄 ", link);
      return [line, ...caption];
    }
    case "location":
      return [text(`📍 ${inner.name ?? "Localização"}`), text(inner.address ?? `${inner.latitude}, ${inner.longitude}`, true)];
    case "contacts":
      return inner.map((card) => text(`👤 ${card.name?.formatted_name ?? "Contato"} ${card.phones?.[0]?.phone ?? ""}`));
    case "interactive":
      return [text(inner.header?.text ?? ""), text(message.words), text(inner.footer?.text ?? "", true)]
        .filter((line) => line.textContent !== "");
    case "template":
      return [inner.rendered_header, inner.rendered_body ?? inner.name, inner.footer]
        .filter((part) => part).map((part) => text(part));
    case "button":
      return [text(inner.text)];
    case "system":
      return [text(inner.body, true)];
    default:
      return [text(KINDS[message.type] ?? message.type, true)];
  }
}

const mediaAddress = (inner) => `/simulator/media/${encodeURIComponent(inner.id)}`;

function foot(message, isOwn) {
  const line = make("p", "bubble__foot", timeOf.format(date(message)));
  if (!isOwn) return line;
  const isDelivered = message.status !== "accepted" && message.status !== "sent";
  const isRead = message.status === "read" || message.status === "played";
  const ticks = icon(isDelivered ? "M1 6.5l3.5 3.5L12 2M7 9l1 1 8.5-8" : "M4 6.5l3.5 3.5L15 2", "ticks");
  ticks.dataset.read = String(isRead);
  ticks.removeAttribute("aria-hidden");
  ticks.setAttribute("role", "img");
  ticks.setAttribute("aria-label", isRead ? "Lida" : isDelivered ? "Entregue" : "Enviada");
  line.append(ticks);
  return line;
}

// Buttons and lists that the business sent can be answered.
function choicesOf(message) {
  const inner = message[message.type] ?? {};
  const answers = [];
  const reply = (title, answer) => answers.push({ title, answer: { ...answer, context: { id: message.id } } });
  if (message.type === "interactive" && inner.type === "button") {
    for (const button of inner.action?.buttons ?? []) {
      reply(button.reply.title, { type: "interactive", interactive: { type: "button_reply", button_reply: button.reply } });
    }
  }
  if (message.type === "interactive" && inner.type === "list") {
    for (const row of (inner.action?.sections ?? []).flatMap((section) => section.rows)) {
      reply(row.title, { type: "interactive", interactive: { type: "list_reply", list_reply: row } });
    }
  }
  if (message.type === "template") {
    for (const button of (inner.buttons ?? []).filter((each) => each.type === "QUICK_REPLY")) {
      reply(button.text, { type: "button", button: { text: button.text, payload: button.text } });
    }
  }
  return answers.map(({ title, answer }) => {
    const button = make("button", "button button--choice", title);
    button.type = "button";
    button.addEventListener("click", () => send(answer));
    return button;
  });
}

// --- typing and reading ------------------------------------------------------------------------------------------

function drawTyping() {
  const left = known.screen?.typing_ms ?? 0;
  clearTimeout(typingTimer);
  $("typing").textContent = left > 0 ? "digitando…" : "";
  if (left > 0) typingTimer = setTimeout(refresh, left + 50);
}

// An open phone reads what arrives, as long as someone can see it.
function tellOpened() {
  if (document.visibilityState !== "visible") return;
  const newest = (known.screen?.messages ?? []).filter((message) => message.direction === "from_business" && message.status === "delivered");
  const state = JSON.stringify([shown.customer, shown.number, newest.map((message) => message.id)]);
  if (newest.length === 0 || state === opened) return;
  opened = state;
  ask("/simulator/opened", { customer: shown.customer, phone_number_id: shown.number }).catch(showProblem);
}

// --- what one does -----------------------------------------------------------------------------------------------

function choose(customer, number) {
  const hash = new URLSearchParams({ customer, number: number ?? "" });
  if (location.hash === `#${hash}`) return;
  location.hash = hash.toString();
}

function readAddress() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const customer = Number.parseInt(hash.get("customer") ?? "", 10);
  shown.customer = Number.isNaN(customer) ? null : customer;
  shown.number = hash.get("number") || shown.number;
  unquote();
  showProblem(null);
  refresh();
}

async function send(contentToSend) {
  showProblem(null);
  isAtEnd = true;
  try {
    await ask("/simulator/messages", {
      customer: shown.customer, phone_number_id: shown.number, content: contentToSend,
    });
  } catch (error) {
    showProblem(error);
  }
}

function showProblem(error) {
  $("problem").textContent = error ? `Não foi enviado: ${error.message}` : "";
}

function sendText() {
  const body = $("entry").value.trim();
  if (body === "") return;
  const message = { type: "text", text: { body } };
  if (shown.quoted) message.context = { id: shown.quoted };
  const { edited } = shown;
  $("entry").value = "";
  unquote();
  send(edited ? { type: "edit", edit: { original_message_id: edited, message } } : message);
}

function quote(message) {
  unquote();
  shown.quoted = message.id;
  $("quoted").hidden = false;
  $("quoted-text").textContent = message.words || KINDS[message.type] || message.type;
  $("entry").focus();
}

function edit(message) {
  unquote();
  shown.edited = message.id;
  $("quoted").hidden = false;
  $("quoted-text").textContent = `Editar: ${message.words}`;
  $("unquote").setAttribute("aria-label", "Não editar esta mensagem");
  $("entry").value = message.words;
  $("entry").focus();
}

function unquote() {
  if (shown.edited) $("entry").value = "";
  shown.quoted = null;
  shown.edited = null;
  $("unquote").setAttribute("aria-label", "Não responder a esta mensagem");
  $("quoted").hidden = true;
}

async function keepFile(blob, type, filename) {
  const query = new URLSearchParams({ phone_number_id: shown.number });
  if (filename) query.set("filename", filename);
  const { id } = await ask(`/simulator/media?${query}`, blob, type);
  return id;
}

// A picture of a cake, drawn here so that nothing has to be fetched.
function samplePhoto() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const paint = canvas.getContext("2d");
  const sky = paint.createLinearGradient(0, 0, 0, 480);
  sky.addColorStop(0, "#9fc5cf");
  sky.addColorStop(1, "#a8986f");
  paint.fillStyle = sky;
  paint.fillRect(0, 0, 640, 480);
  for (const [x, y, width, height, colour] of [
    [140, 300, 360, 90, "#7a4a2c"], [140, 280, 360, 40, "#f6e3d0"], [200, 200, 240, 90, "#8d5a36"],
    [200, 184, 240, 36, "#fbeee2"], [315, 130, 10, 56, "#e2574c"],
  ]) {
    paint.fillStyle = colour;
    paint.beginPath();
    paint.roundRect(x, y, width, height, 14);
    paint.fill();
  }
  paint.fillStyle = "#ffd25e";
  paint.beginPath();
  paint.ellipse(320, 116, 9, 16, 0, 0, 7);
  paint.fill();
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", 0.85); });
}

const SAMPLES = {
  image: async () => ({ type: "image", image: { id: await keepFile(await samplePhoto(), "image/jpeg"), caption: "Olha o bolo que eu fiz!" } }),
  voice: async () => {
    const blob = await (await fetch("/simulator/sample-voice.ogg")).blob();
    return { type: "audio", audio: { id: await keepFile(blob, "audio/ogg; codecs=opus"), voice: true } };
  },
  location: async () => ({ type: "location", location: {
    latitude: -23.561684, longitude: -46.655981, name: "Padaria Pão da Vila", address: "Avenida Paulista, 1578, São Paulo",
  } }),
  contacts: async () => ({ type: "contacts", contacts: [{
    name: { formatted_name: "Sílvia Nogueira", first_name: "Sílvia", last_name: "Nogueira" },
    phones: [{ phone: "+55 11 98888-4312", type: "CELL", wa_id: "5511988884312" }],
  }] }),
  referral: async () => ({ type: "text", text: { body: "Olá! Vi o anúncio e quero saber mais." }, referral: {
    source_url: "https://fb.me/exemplo", source_id: "120226305854810726", source_type: "ad",
    headline: "Curso de bolos decorados", body: "Vagas abertas para sábado", media_type: "image", ctwa_clid: "exemplo",
  } }),
  order: async () => ({ type: "order", order: { catalog_id: "194836987003835", text: "Pode entregar amanhã?", product_items: [
    { product_retailer_id: "bolo-cenoura", quantity: 1, item_price: 65, currency: "BRL" },
  ] } }),
  poll: async () => unsupported("poll"),
  view_once: async () => unsupported("view_once"),
  unknown: async () => ({ type: "hologram", hologram: { id: "1", depth: 3 } }),
};

const unsupported = (type) => ({ type: "unsupported", unsupported: { type }, errors: [{
  code: 131051, title: "Message type unknown", message: "Message type unknown",
  error_data: { details: "Message type is currently not supported." },
}] });

// What is no message of the customer.
const OTHER_DEEDS = {
  file: async () => $("file").click(),
  number: async () => {
    $("number-problem").textContent = "";
    $("number-dialog").showModal();
  },
  user_id: () => ask("/simulator/new-user-id", { customer: shown.customer }),
  echo: () => ask("/simulator/echoes", {
    customer: shown.customer, phone_number_id: shown.number,
    content: { type: "text", text: { body: $("entry").value.trim() || "Respondi daqui do celular da loja!" } },
  }),
};

async function sendSample(kind) {
  $("attachments").hidePopover();
  try {
    if (OTHER_DEEDS[kind]) {
      await OTHER_DEEDS[kind]();
      return;
    }
    await send(await SAMPLES[kind]());
  } catch (error) {
    showProblem(error);
  }
}

async function sendFile(file) {
  const kinds = ["image", "video", "audio"];
  const family = file.type.split("/")[0];
  const kind = kinds.includes(family) && file.type !== "image/svg+xml" ? family : "document";
  try {
    const id = await keepFile(file, file.type || "application/octet-stream", file.name);
    const inner = kind === "document" ? { id, filename: file.name } : { id };
    await send({ type: kind, [kind]: inner });
  } catch (error) {
    showProblem(error);
  }
}

function showActions(message, anchor) {
  shown.actionsOn = message;
  for (const button of $("emojis").children) {
    button.setAttribute("aria-checked", String(button.textContent === message.reactions.customer));
  }
  const isOwn = message.direction === "from_customer" && !message.is_revoked;
  $("edit").hidden = !isOwn || message.type !== "text";
  $("revoke").hidden = !isOwn;
  showMenu($("actions"), anchor);
}

function react(emoji) {
  const message = shown.actionsOn;
  $("actions").hidePopover();
  const reaction = { message_id: message.id };
  // The same emoji again takes the reaction back: then there is none in the message.
  if (message.reactions.customer !== emoji) reaction.emoji = emoji;
  send({ type: "reaction", reaction });
}

function showMenu(menu, anchor) {
  menu.showPopover();
  placeMenu(menu, anchor);
  menu.querySelector("button").focus();
}

function placeMenu(menu, anchor) {
  const place = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const x = Math.max(8, Math.min(place.left, innerWidth - width - 8));
  const above = place.top - height - 6;
  const y = above >= 8 ? above : Math.min(place.bottom + 6, innerHeight - height - 8);
  menu.style.left = `${x}px`;
  menu.style.top = `${y}px`;
}

function moveInMenu(event) {
  const items = [...event.currentTarget.querySelectorAll("button:not([hidden])")];
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length].focus();
}

async function addCustomer(event) {
  event.preventDefault();
  $("customer-problem").textContent = "";
  const digits = $("customer-number").value.replace(/\D/g, "");
  try {
    const { key } = await ask("/simulator/customers", {
      name: $("customer-name").value, wa_id: digits, username: $("customer-username").value.trim() || null,
    });
    $("customer-dialog").close();
    $("customer-form").reset();
    choose(key, shown.number);
  } catch {
    $("customer-problem").textContent = "Diga o nome e um número com país e DDD (8 a 15 algarismos).";
  }
}

// --- wiring ------------------------------------------------------------------------------------------------------

$("search").addEventListener("input", drawCustomers);
for (const userScrolls of ["wheel", "touchmove", "keyup", "pointerup"]) {
  $("thread").addEventListener(userScrolls, () => {
    const { scrollHeight, scrollTop, clientHeight } = $("thread");
    isAtEnd = scrollHeight - scrollTop - clientHeight < 80;
  }, { passive: true });
}
$("new-customer").addEventListener("click", () => $("customer-dialog").showModal());
$("customer-cancel").addEventListener("click", () => $("customer-dialog").close());
$("customer-form").addEventListener("submit", addCustomer);
$("back").addEventListener("click", () => { location.hash = ""; });
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  sendText();
});
$("entry").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    sendText();
  }
});
$("unquote").addEventListener("click", unquote);
$("attachments").addEventListener("toggle", (event) => {
  const isOpen = event.newState === "open";
  $("attach").setAttribute("aria-expanded", String(isOpen));
  if (isOpen) {
    placeMenu($("attachments"), $("attach"));
    $("attachments").querySelector("button").focus();
  }
});
for (const item of $("attachments").querySelectorAll("button")) {
  item.addEventListener("click", () => sendSample(item.dataset.kind));
}
for (const emoji of EMOJIS) {
  const button = make("button", "menu__emoji", emoji);
  button.type = "button";
  button.setAttribute("role", "menuitemcheckbox");
  button.setAttribute("aria-label", `Reagir com ${emoji}`);
  button.addEventListener("click", () => react(emoji));
  $("emojis").append(button);
}
for (const menu of [$("attachments"), $("actions")]) menu.addEventListener("keydown", moveInMenu);
$("reply").addEventListener("click", () => {
  $("actions").hidePopover();
  quote(shown.actionsOn);
});
$("edit").addEventListener("click", () => {
  $("actions").hidePopover();
  edit(shown.actionsOn);
});
$("revoke").addEventListener("click", () => {
  $("actions").hidePopover();
  send({ type: "revoke", revoke: { original_message_id: shown.actionsOn.id } });
});
$("file").addEventListener("change", () => {
  const [file] = $("file").files;
  if (file) sendFile(file);
  $("file").value = "";
});
$("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const at = known.numbers.findIndex((number) => number.id === shown.number);
  choose(shown.customer, known.numbers[(at + step + known.numbers.length) % known.numbers.length].id);
});
document.addEventListener("visibilitychange", () => {
  if (known.screen) tellOpened();
});
addEventListener("hashchange", readAddress);

const changes = new EventSource("/simulator/events");
changes.addEventListener("changed", refresh);
changes.addEventListener("error", () => { $("link").textContent = "O simulador não responde. Tentando de novo…"; });
readAddress();
