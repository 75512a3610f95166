"use strict";
(() => {
const facts = JSON.parse(document.getElementById("facts").textContent);
const words = facts.words, main = document.getElementById("main");
const opened = new Map();
let key = null, directory = null, idle = 0;

const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().trim();
const passphrase = (text) => text.toUpperCase().replace(/[IL]/g, "1").replace(/O/g, "0").replace(/[^0-9A-HJKMNP-TV-Z]/g, "");

function made(name, traits = {}, ...inside) {
  const element = document.createElement(name);
  for (const [trait, value] of Object.entries(traits)) {
    if (trait.startsWith("on")) element.addEventListener(trait.slice(2), value);
    else element.setAttribute(trait, value);
  }
  element.append(...inside);
  return element;
}

// What replaceChildren does, for browsers of before 2020.
function fill(element, ...inside) {
  element.textContent = "";
  element.append(...inside);
}

async function keyOf(text) {
  const secret = await crypto.subtle.importKey("raw", new TextEncoder().encode(passphrase(text)), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(facts.salt), iterations: facts.iterations };
  return crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
}

async function open(name, by = key) {
  if (opened.has(name)) return opened.get(name);
  const sealed = bytes(document.getElementById(name).textContent);
  const how = { name: "AES-GCM", iv: sealed.subarray(0, 12), additionalData: new TextEncoder().encode(name) };
  const text = new TextDecoder().decode(await crypto.subtle.decrypt(how, by, sealed.subarray(12)));
  opened.set(name, JSON.parse(text));
  return opened.get(name);
}

function gate(message) {
  const field = made("input", { id: "passphrase", type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", required: "", "aria-describedby": "how" });
  const button = made("button", { type: "submit" }, words.open);
  const said = made("p", { role: "alert", class: message ? "alarm" : "" }, message || "");
  const form = made("form", { class: "gate", onsubmit: async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.className = "";
    said.textContent = words.opening;
    try {
      const tried = await keyOf(field.value);
      directory = await open("directory", tried);
      key = tried;
      start();
    } catch (fault) {
      button.disabled = false;
      said.className = "alarm";
      said.textContent = words.wrong;
      field.select();
      field.focus();
    }
  } }, made("h1", {}, words.title), made("label", { for: "passphrase" }, words.passphrase), field, made("p", { id: "how" }, words.how), button, said);
  fill(main, form);
  field.focus();
}

function start() {
  const search = made("input", { id: "search", type: "search", autocomplete: "off", oninput: () => found(search.value), onkeydown: (event) => {
    if (event.key === "Enter") { event.preventDefault(); const first = document.querySelector("#found a"); if (first) first.click(); }
  } });
  const lock = made("button", { type: "button", onclick: () => location.replace(location.pathname) }, words.lock);
  const top = made("header", {}, made("div", { class: "bar" }, made("a", { href: "#" }, words.wards), made("label", { for: "search" }, words.search), search, lock),
    made("div", { id: "found" }));
  fill(main, top, made("section", { id: "shown", tabindex: "-1" }));
  addEventListener("hashchange", show);
  for (const kind of ["keydown", "pointerdown", "scroll"]) addEventListener(kind, awake, { passive: true });
  addEventListener("keydown", (event) => { if (event.key === "/" && event.target !== search) { event.preventDefault(); search.focus(); search.select(); } });
  awake();
  show();
  search.focus();
}

function awake() {
  clearTimeout(idle);
  idle = setTimeout(() => location.replace(location.pathname), 15 * 60 * 1000);
}

function found(text) {
  const wanted = plain(text).split(/\s+/).filter(Boolean), list = document.getElementById("found");
  if (!wanted.length) { fill(list); return; }
  const people = directory.people.filter((one) => wanted.every((word) => one.find.includes(word)));
  const rank = (one) => (one.find.startsWith(wanted[0]) ? 0 : one.find.includes(` ${wanted[0]}`) ? 1 : 2);
  people.sort((one, other) => rank(one) - rank(other));
  const lines = people.slice(0, 40).map((one) => made("li", {}, made("a", { href: `#${one.part}-${one.document}` }, made("b", {}, one.name), ` ${one.line} `, made("span", { class: "quiet" }, `${one.place} · ${one.title}`))));
  const more = people.length > 40 ? [made("p", { class: "quiet" }, words.more.replace("{count}", people.length - 40))] : [];
  fill(list, people.length ? made("ul", {}, ...lines) : made("p", { role: "status" }, words.nobody), ...more);
}

async function show() {
  const shown = document.getElementById("shown"), [part, place] = location.hash.slice(1).split("-");
  fill(document.getElementById("found"));
  const sealed = directory.parts.find((one) => one.name === part);
  if (!sealed) { contents(shown); return; }
  const { documents } = await open(part);
  const wanted = place === undefined ? documents : documents.filter((one, index) => String(index) === place);
  fill(shown, made("h1", {}, sealed.label),
    ...(place === undefined ? [] : [made("p", {}, made("a", { href: `#${part}` }, words.whole_ward))]), ...wanted.map(drawn));
  shown.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function contents(shown) {
  const lines = directory.parts.map((one) => made("li", {}, made("a", { href: `#${one.name}` }, one.label), made("span", { class: "quiet" }, ` ${one.count}`)));
  const lacking = directory.lacking.length ? [made("p", { class: "alarm" }, `${words.lacking} ${directory.lacking.join(", ")}`)] : [];
  fill(shown, made("h1", {}, directory.title), made("p", {}, directory.made), ...lacking, made("ul", { class: "wards" }, ...lines));
}

function drawn(one) {
  const body = new DOMParser().parseFromString(one.html, "text/html").body;
  const head = [made("p", { class: "place" }, one.place), made("h2", {}, one.title)];
  if (one.banner) head.push(made("p", { class: "alarm" }, one.banner));
  if (one.subject) head.push(made("p", { class: "subject" }, one.subject));
  if (one.subject_line) head.push(made("p", {}, made("b", {}, one.subject_line)));
  head.push(made("p", { class: "quiet" }, `${one.printed} · ${one.age}`));
  if (one.plain) head.push(made("p", { class: "quiet" }, words.plain));
  for (const table of body.querySelectorAll("table")) { const frame = made("div", { class: "wide", tabindex: "0" }); table.replaceWith(frame); frame.append(table); }
  return made("article", {}, ...head, made("hr"), ...body.childNodes);
}

if (!window.crypto || !crypto.subtle) fill(main, made("p", { class: "alarm", role: "alert" }, words.too_old));
else gate("");
})();
