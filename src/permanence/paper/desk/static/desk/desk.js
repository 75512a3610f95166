// Seasoning: Enter keeps a field and goes on, figures choose, the picture follows. Without it the form is one page.
"use strict";

(function () {
  const form = document.querySelector("form[data-typing]");
  if (!form) return;
  const grid = form.dataset.typing === "grid";
  const controls = (place) => [...place.querySelectorAll("input[type=text], input[type=radio], input[type=checkbox]")];
  const places = () => [...form.querySelectorAll("[data-open]")];
  const shown = new Map();

  function standing(place) {
    return JSON.stringify(controls(place).map((one) => (one.type === "text" ? one.value : one.checked)));
  }

  function keep(place) {
    shown.set(place, standing(place));
    window.htmx.trigger(place, "leave");
  }

  function onwards(place) {
    const all = places();
    const next = all.slice(all.indexOf(place) + 1).find((one) => controls(one).length);
    const to = next ? controls(next).find((one) => one.checked) || controls(next)[0] : form.querySelector("[data-end]");
    to.focus();
    if (to.type === "text") to.select();
  }

  function look(place) {
    document.querySelectorAll(".paper rect.here").forEach((one) => one.classList.remove("here"));
    const spot = document.querySelector(`.paper rect[data-spot="${place.dataset.place}"]`);
    if (!spot) return;
    spot.classList.add("here");
    const paper = spot.closest(".paper");
    const inside = spot.getBoundingClientRect();
    const frame = paper.getBoundingClientRect();
    paper.scrollTop += inside.top - frame.top - frame.height / 3;
  }

  function choose(place, key) {
    const boxes = controls(place).filter((one) => one.type !== "text");
    const box = boxes[Number(key) - 1];
    if (!box) return false;
    box.checked = box.type === "radio" ? true : !box.checked;
    box.focus();
    return true;
  }

  form.addEventListener("focusin", (event) => {
    const place = event.target.closest("[data-place]");
    if (!place) return;
    if (!shown.has(place)) shown.set(place, standing(place));
    look(place);
  });

  form.addEventListener("focusout", (event) => {
    const place = event.target.closest("[data-open]");
    if (!place || place.contains(event.relatedTarget)) return;
    if (shown.get(place) !== standing(place)) keep(place);
  });

  form.addEventListener("keydown", (event) => {
    const place = event.target.closest("[data-place]");
    if (!place || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && !grid && event.target.tagName === "INPUT") {
      event.preventDefault();
      if (place.hasAttribute("data-open")) keep(place);
      onwards(place);
    } else if (/^[1-9]$/.test(event.key) && event.target.type !== "text" && choose(place, event.key)) {
      event.preventDefault();
    }
  });

  // What autofocus gave before this script ran.
  const first = document.activeElement && document.activeElement.closest("[data-place]");
  if (first) {
    shown.set(first, standing(first));
    look(first);
  }
})();
