// Two letters leave the patients of the ward whose name begins so; Enter opens the only one. rules.py: is_found says the same.
"use strict";
(() => {
  const form = document.querySelector("[data-find]");
  if (!form || !document.querySelector("#ward")) return;
  const typed = form.querySelector("input[type=search]");
  const said = form.querySelector(".found");
  const letters = { "Œ": "OE", "Æ": "AE", "ß": "SS", "ẞ": "SS", "Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D" };
  const words = (text) => text.toUpperCase().replace(/[ŒÆßẞØŁĐÐ]/g, (one) => letters[one])
    .normalize("NFKD").replace(/\p{M}/gu, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  let left = [];

  const sift = () => {
    const asked = words(typed.value);
    left = [];
    for (const line of document.querySelectorAll("#ward [data-keys], #ward [data-empty]")) {
      const keys = (line.dataset.keys || "").split(" ");
      const stays = asked.length === 0
        || ("keys" in line.dataset && asked.every((word) => keys.some((key) => key.startsWith(word))));
      line.hidden = !stays;
      line.classList.remove("chosen");
      if (stays && asked.length) left.push(line);
    }
    form.toggleAttribute("data-find-none", asked.length > 0 && left.length === 0);
    if (left.length === 1) left[0].classList.add("chosen");
    const text = asked.length === 0 ? "" : left.length === 0 ? said.dataset.none
      : left.length === 1 ? said.dataset.one : said.dataset.many.replace("{}", left.length);
    // Written only when it reads differently, or each poll would have it spoken again.
    if (said.textContent !== text) said.textContent = text;
  };
  const open = () => {
    const links = left.flatMap((line) => [...line.querySelectorAll("[data-opens]")]);
    if (new Set(links.map((link) => link.href)).size === 1) location.assign(links[0].href);
    else if (links.length) links[0].focus();
  };

  typed.setAttribute("aria-describedby", "find-how");
  typed.addEventListener("input", () => {
    sift();
    // On a telephone the lines left would be below the screen.
    if (matchMedia("(max-width: 40rem)").matches) form.scrollIntoView({ block: "start" });
  });
  typed.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { typed.value = ""; sift(); }
    if (event.key === "ArrowDown" && left.length) { event.preventDefault(); left[0].querySelector("[data-opens]")?.focus(); }
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); sift(); open(); });
  // Before it is painted: what is filtered out must not flash at each refresh.
  new MutationObserver(sift).observe(document.querySelector("#ward").parentElement, { childList: true });
  // A page brought back by the browser may hold what was typed before.
  window.addEventListener("pageshow", sift);
})();
