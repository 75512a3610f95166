// A page that refreshes itself; when it cannot, or has not for a minute, it must not look alive.
"use strict";
(() => {
  const LONGEST_SILENCE = 60000;
  let heard = Date.now();
  const stands = (stale) => document.body.classList.toggle("stale", stale);
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"])
    document.addEventListener(failure, () => stands(true));
  document.addEventListener("htmx:afterRequest", (event) => {
    const answer = event.detail.xhr;
    if (!(event.detail.successful || answer.status === 304)) return;
    heard = Date.now();
    stands(false);
    const checked = document.querySelector("[data-checked]");
    const at = new Date(answer.getResponseHeader("Date") || heard);
    if (!checked) return;
    checked.dateTime = at.toISOString();
    checked.textContent = at.toLocaleTimeString(document.documentElement.lang);
  });
  // A connection that hangs reports nothing, and a computer that slept wakes up with an old page.
  setInterval(() => { if (Date.now() - heard > LONGEST_SILENCE) stands(true); }, 5000);
})();
