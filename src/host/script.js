// Makes the pages better where scripts run: the clock counts down, answers are saved when they are
// chosen, and the instructor's page follows the room. Every page works without it.
"use strict";

// Parts of the page that changed while somebody was in them.
const pending = new Map();

// Takes over a part that changes by itself, as soon as nobody is in it.
function take(fresh) {
  const old = document.getElementById(fresh.id);
  if (!old || old.isEqualNode(fresh)) return;
  if (old.contains(document.activeElement)) {
    pending.set(fresh.id, fresh);
    return;
  }
  pending.delete(fresh.id);
  old.replaceWith(document.importNode(fresh, true));
}

// Takes over all such parts of a fetched page.
function refresh(page) {
  page.querySelectorAll("[data-live]").forEach(take);
}

document.addEventListener("focusout", () => setTimeout(() => pending.forEach(take)));

// Has `changed` called for every event of the host. A browser connects again by itself where a
// connection is lost, but not where a proxy answers for a host that is away.
function listen(address, changed, open = () => {}, lost = () => {}) {
  const events = new EventSource(address);
  events.addEventListener("message", () => changed(events));
  events.addEventListener("open", open);
  events.addEventListener("error", () => {
    lost();
    if (events.readyState !== EventSource.CLOSED) return;
    setTimeout(() => listen(address, changed, open, lost), 2000 + Math.random() * 2000);
  });
}

async function fetched(address, options) {
  const answer = await fetch(address, { credentials: "same-origin", ...options });
  return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
}

function hours(left) {
  const seconds = Math.floor(left / 1000);
  const two = (number) => String(number).padStart(2, "0");
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest.replace(/^0/, "");
}

// Counts down between two answers of the host, whose clock decides.
function startClock(status) {
  let shown = document.getElementById("time");
  let since = performance.now();
  const ask = async () => {
    try {
      const { answer, page } = await fetched(status.dataset.clock);
      const fresh = page.getElementById("time");
      if (answer.status === 403 || (fresh && fresh.dataset.state !== "running")) {
        location.reload();
        return;
      }
      refresh(page);
      // An answer without a time is that of a proxy.
      if (fresh) since = performance.now();
    } catch {
      // Without a network the clock goes on here, and the host is asked again.
    }
  };
  setInterval(() => {
    shown = document.getElementById("time");
    const left = Number(shown.dataset.left) - (performance.now() - since);
    shown.textContent = left > 0 ? `Time left: ${hours(left)}` : "Time is up";
  }, 1000);
  setInterval(ask, Number(status.dataset.every) * 1000);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
}

// Saves an answer when the last of its options is chosen.
function saveChanges(form) {
  const say = (words) => { document.getElementById("saved").textContent = words; };
  const save = async () => {
    const chosen = form.querySelectorAll("input[name=option]:checked").length;
    if (chosen !== Number(form.dataset.save)) return;
    say("Saving …");
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "save");
    try {
      const { answer, page } = await fetched(form.action, { method: "POST", body });
      if (answer.ok) refresh(page);
      else say("Not saved: choose “Save”");
    } catch {
      say("Not saved: no connection");
    }
  };
  // One after the other: what is sent says what it was made for.
  let queue = Promise.resolve();
  let waiting = 0;
  const changed = () => {
    waiting += 1;
    queue = queue.then(save).finally(() => { waiting -= 1; });
  };
  form.addEventListener("change", changed);
  form.addEventListener("submit", (event) => {
    if (waiting === 0) return;
    event.preventDefault();
    queue.then(() => form.requestSubmit(event.submitter));
  });
  // Somebody may have been faster than this script.
  const options = [...form.querySelectorAll("input[name=option]")];
  if (options.some((option) => option.checked !== option.defaultChecked)) changed();
}

const status = document.querySelector("[data-clock]");
if (status) startClock(status);

const form = document.querySelector("form[data-save]");
if (form) saveChanges(form);

const followed = document.querySelector("[data-events]");
if (followed) {
  listen(followed.dataset.events, async () => {
    try {
      refresh((await fetched(location.href)).page);
    } catch {
      // The next event tries again.
    }
  });
}

// Shows the next step of a demo as soon as there is one. A class fetches it within a quarter of a
// second and not all at once.
function follow({ id, dataset }) {
  const spread = dataset.follow.endsWith("/screen/events") ? 0 : 250;
  const say = (words) => {
    const place = document.getElementById("connection");
    if (place && place.textContent !== words) place.textContent = words;
  };
  const lost = () => say("No connection. This page tries again.");
  let isDue = false;
  listen(dataset.follow, (events) => {
    if (isDue) return;
    isDue = true;
    setTimeout(async () => {
      isDue = false;
      try {
        const fresh = (await fetched(location.pathname)).page.getElementById(id);
        if (!fresh) return;
        const old = document.getElementById(id);
        const hadFocus = old.contains(document.activeElement);
        const step = document.importNode(fresh, true);
        old.replaceWith(step);
        if (hadFocus) step.focus();
        // Nothing follows the last step.
        if (!step.dataset.follow) events.close();
      } catch {
        lost();
      }
    }, Math.random() * spread);
  }, () => say(""), lost);
}

const stepped = document.querySelector("[data-follow]");
if (stepped) follow(stepped);
