// The board refreshes itself; when it cannot, it must not look alive.
"use strict";
const stands = (stale) => () => document.body.classList.toggle("stale", stale);
document.addEventListener("htmx:sendError", stands(true));
document.addEventListener("htmx:timeout", stands(true));
document.addEventListener("htmx:responseError", stands(true));
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful || event.detail.xhr.status === 304) stands(false)(); });
