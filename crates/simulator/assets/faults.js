// What goes wrong on purpose, and what Meta tells besides messages. The knobs are set all together: what the form does not say
// is off. Each field stands for one knob of the control interface and has its name.

import { $, ask, known, make, nameOf, shown } from "/simulator/phones.js";

let catalogue = { codes: [], presets: [], none: {} };
let samples = [];
let chosenSample = null;

const WHAT = [
  ["refuse", "Recusar com um código"], ["fail_later", "Aceitar e depois falhar"],
  ["cut_before_acceptance", "Cortar antes de aceitar"], ["cut_after_acceptance", "Cortar depois de aceitar"],
  ["answer_late", "Aceitar e responder tarde"], ["broken_answer", "Aceitar e responder pela metade"],
  ["gateway", "Página de erro no caminho"],
];
const CALLS = [
  ["messages", "Mensagens"], ["receipts", "Leitura e digitando"], ["media", "Arquivos"], ["account", "Conta e modelos"], ["any", "Tudo"],
];

// --- the form ----------------------------------------------------------------------------------------------------

const numberFields = () => [...document.querySelectorAll("#faults-form [data-knob][type=number]")];
const checkFields = () => [...document.querySelectorAll("#faults-form [data-knob][type=checkbox]")];

function option(value, words) {
  const element = make("option", "", words);
  element.value = value;
  return element;
}

function fill(select, options, chosen) {
  select.replaceChildren(...options.map(([value, words]) => option(value, words)));
  select.value = chosen ?? "";
  if (select.selectedIndex < 0) {
    // Somebody set it over the control interface to what the page does not know.
    select.append(option(chosen, chosen));
    select.value = chosen;
  }
}

const numberOptions = () => [["", "Qualquer número"], ...known().numbers.map((number) => [number.id, number.verified_name])];
const customerOptions = () => [["", "Qualquer cliente"], ...known().customers.map((customer) => [customer.wa_id, nameOf(customer)])];

function show(knobs) {
  for (const field of numberFields()) field.value = knobs[field.dataset.knob] ?? "";
  for (const field of checkFields()) field.checked = knobs[field.dataset.knob];
  fill($("webhooks-number"), numberOptions(), knobs.webhooks_of.phone_number_id);
  fill($("webhooks-customer"), customerOptions(), knobs.webhooks_of.recipient);
  $("fault-list").replaceChildren(...knobs.injections.map(faultRow));
  markPreset();
}

function read() {
  const knobs = { ...catalogue.none };
  for (const field of numberFields()) {
    const isEmpty = field.value.trim() === "";
    knobs[field.dataset.knob] = isEmpty ? catalogue.none[field.dataset.knob] : Number(field.value);
  }
  for (const field of checkFields()) knobs[field.dataset.knob] = field.checked;
  knobs.webhooks_of = {
    phone_number_id: $("webhooks-number").value || null, recipient: $("webhooks-customer").value || null,
  };
  knobs.injections = [...$("fault-list").children].map(readFault);
  return knobs;
}

function markPreset() {
  // Whatever order the fields come in.
  const words = (value) => JSON.stringify(value, (_, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort()) : inner);
  const now = words({ ...read(), seed: 0 });
  for (const button of $("presets").children) {
    const { knobs } = catalogue.presets.find((preset) => preset.name === button.dataset.preset);
    button.setAttribute("aria-pressed", String(words({ ...knobs, seed: 0 }) === now));
  }
}

// --- one fault ---------------------------------------------------------------------------------------------------

let rows = 0;

function part(row, words, element, isWide) {
  const label = make("label", isWide ? "fault__part fault__part--wide" : "fault__part", words);
  element.classList.add("field", "field--small");
  label.append(element);
  row.append(label);
  return element;
}

function numberField(value, most) {
  const field = make("input");
  field.type = "number";
  field.min = "0";
  if (most) field.max = String(most);
  field.value = value ?? "";
  return field;
}

function faultRow(injection) {
  rows += 1;
  const row = make("div", "fault");
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", `Falha ${rows}`);
  const name = typeof injection.fault === "string" ? injection.fault : Object.keys(injection.fault)[0];
  const detail = injection.fault[name] ?? {};
  const what = part(row, "O que acontece", make("select"), true);
  fill(what, WHAT, name);
  const code = part(row, "Código da Meta", make("select"), true);
  fill(code, catalogue.codes.map((each) => [String(each.code), `${each.code} · ${each.title} (HTTP ${each.http})`]), String(detail.code ?? 131000));
  const http = part(row, "HTTP", numberField(detail.http || "", 599));
  http.placeholder = "o documentado";
  const late = part(row, "Milissegundos", numberField(detail.ms ?? 5000));
  const calls = part(row, "Em", make("select"));
  fill(calls, CALLS, injection.calls);
  const number = part(row, "Número", make("select"));
  fill(number, numberOptions(), injection.phone_number_id);
  const customer = part(row, "Cliente", make("select"));
  fill(customer, customerOptions(), injection.recipient);
  const percent = part(row, "De cada cem", numberField(injection.percent, 100));
  const times = part(row, "Quantas vezes", numberField(injection.times));
  times.placeholder = "sempre";
  const remove = make("button", "button", "Remover");
  remove.type = "button";
  remove.setAttribute("aria-label", `Remover falha ${rows}`);
  remove.addEventListener("click", () => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector("select") ?? $("add-fault")).focus();
    markPreset();
  });
  row.append(remove);
  const settle = () => {
    const hasCode = what.value === "refuse" || what.value === "fail_later";
    code.parentElement.hidden = !hasCode;
    http.parentElement.hidden = what.value !== "refuse" && what.value !== "gateway";
    late.parentElement.hidden = what.value !== "answer_late";
  };
  what.addEventListener("change", settle);
  settle();
  row.fields = { what, code, http, late, calls, number, customer, percent, times };
  return row;
}

function readFault(row) {
  const { what, code, http, late, calls, number, customer, percent, times } = row.fields;
  const details = {
    refuse: () => ({ refuse: { code: Number(code.value), http: Number(http.value) } }),
    fail_later: () => ({ fail_later: { code: Number(code.value) } }),
    answer_late: () => ({ answer_late: { ms: Number(late.value) } }),
    gateway: () => ({ gateway: { http: Number(http.value) || 502 } }),
  };
  return {
    phone_number_id: number.value || null,
    recipient: customer.value || null,
    calls: calls.value,
    percent: percent.value === "" ? 100 : Number(percent.value),
    times: times.value === "" ? null : Number(times.value),
    fault: details[what.value]?.() ?? what.value,
  };
}

// --- setting -----------------------------------------------------------------------------------------------------

async function set(knobs, words) {
  try {
    await ask("/simulator/knobs", knobs, "application/json", "PUT");
    say("faults-words", words, false);
  } catch (error) {
    say("faults-words", `Não foi aplicado: ${error.message}`, true);
  }
}

function say(id, words, isProblem) {
  $(id).textContent = words;
  $(id).dataset.problem = String(isProblem);
}

async function openFaults() {
  catalogue = await ask("/simulator/faults");
  $("presets").replaceChildren(...catalogue.presets.map((preset) => {
    const button = make("button", "button", preset.label);
    button.type = "button";
    button.dataset.preset = preset.name;
    button.addEventListener("click", () => {
      show({ ...preset.knobs, seed: Number(seed().value) || 0 });
      set(read(), `“${preset.label}” está ligado.`);
    });
    return button;
  }));
  show(await ask("/simulator/knobs"));
  say("faults-words", "Só vale depois de “Aplicar”.", false);
  $("faults").showModal();
}

const seed = () => document.querySelector('[data-knob="seed"]');

// --- events of the account ---------------------------------------------------------------------------------------

async function openEvents() {
  samples = await ask("/simulator/account-events");
  $("events-list").replaceChildren(...samples.map((sample) => {
    const button = make("button", "menu__item", sample.label);
    button.type = "button";
    button.addEventListener("click", () => choose(sample));
    const row = make("li");
    row.append(button);
    return row;
  }));
  choose(samples[0]);
  say("events-words", "O que for enviado chega como webhook da Meta.", false);
  $("events").showModal();
}

function choose(sample) {
  chosenSample = sample;
  for (const [at, row] of [...$("events-list").children].entries()) {
    row.firstElementChild.setAttribute("aria-pressed", String(samples[at] === sample));
  }
  $("event-field").value = sample.field;
  $("event-value").value = JSON.stringify(sample.value, null, 2);
}

async function sendEvent() {
  try {
    const value = JSON.parse($("event-value").value);
    await ask("/simulator/account-events", { field: $("event-field").value, value });
    say("events-words", `Enviado: ${chosenSample.label}`, false);
  } catch (error) {
    say("events-words", `Não foi enviado: ${error.message}`, true);
  }
}

// --- what a customer changes about themselves --------------------------------------------------------------------

async function changeNumber(event) {
  event.preventDefault();
  try {
    await ask("/simulator/new-number", { customer: shown.customer, wa_id: $("new-number").value });
    $("number-dialog").close();
    $("number-form").reset();
  } catch {
    $("number-problem").textContent = "Diga um número com país e DDD (8 a 15 algarismos) que ainda não seja de ninguém.";
  }
}

// --- wiring ------------------------------------------------------------------------------------------------------

$("open-faults").addEventListener("click", openFaults);
$("open-events").addEventListener("click", openEvents);
for (const button of document.querySelectorAll("[data-closes]")) {
  button.addEventListener("click", () => $(button.dataset.closes).close());
}
$("faults-form").addEventListener("submit", (event) => {
  event.preventDefault();
  set(read(), "Aplicado. Os dados recomeçam na semente.");
});
$("faults-form").addEventListener("input", () => {
  markPreset();
  say("faults-words", "Só vale depois de “Aplicar”.", false);
});
$("faults-reset").addEventListener("click", () => {
  show(catalogue.none);
  set(catalogue.none, "Nada dá errado agora.");
});
$("add-fault").addEventListener("click", () => {
  const row = faultRow({ fault: { refuse: { code: 131000, http: 0 } }, calls: "messages", percent: 100, times: null });
  $("fault-list").append(row);
  row.fields.what.focus();
  markPreset();
});
$("roll-seed").addEventListener("click", () => {
  seed().value = String(crypto.getRandomValues(new Uint32Array(1))[0]);
});
$("send-event").addEventListener("click", sendEvent);
$("number-form").addEventListener("submit", changeNumber);
