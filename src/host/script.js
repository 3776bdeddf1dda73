// Makes the pages better where scripts run: the clock counts down, answers are saved when they are
// chosen, and the instructor's page follows the room. Every page works without it.
"use strict";

// Takes over the parts of a fetched page that change by themselves.
function refresh(page) {
  for (const old of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(old.id);
    if (!fresh || fresh.isEqualNode(old)) continue;
    if (old.contains(document.activeElement)) continue;
    old.replaceWith(document.importNode(fresh, true));
  }
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
      since = performance.now();
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
  form.addEventListener("change", () => {
    waiting += 1;
    queue = queue.then(save).finally(() => { waiting -= 1; });
  });
  form.addEventListener("submit", (event) => {
    if (waiting === 0) return;
    event.preventDefault();
    queue.then(() => form.requestSubmit(event.submitter));
  });
}

const status = document.querySelector("[data-clock]");
if (status) startClock(status);

const form = document.querySelector("form[data-save]");
if (form) saveChanges(form);

const followed = document.querySelector("[data-events]");
if (followed) {
  const events = new EventSource(followed.dataset.events);
  events.addEventListener("message", async () => {
    try {
      refresh((await fetched(location.href)).page);
    } catch {
      // The next event tries again.
    }
  });
}

// Shows the next step of a demo as soon as there is one. A class fetches it within a quarter of a
// second and not all at once; where the connection is lost, the browser opens it again.
const stepped = document.querySelector("[data-follow]");
if (stepped) {
  const { id } = stepped;
  const spread = stepped.dataset.follow.endsWith("/screen/events") ? 0 : 250;
  const steps = new EventSource(stepped.dataset.follow);
  const say = (words) => {
    const place = document.getElementById("connection");
    if (place) place.textContent = words;
  };
  let pending = false;
  steps.addEventListener("open", () => say(""));
  steps.addEventListener("error", () => say("No connection. This page tries again."));
  steps.addEventListener("message", () => {
    if (pending) return;
    pending = true;
    setTimeout(async () => {
      pending = false;
      try {
        const { page } = await fetched(location.pathname);
        const fresh = page.getElementById(id);
        if (fresh) document.getElementById(id).replaceWith(document.importNode(fresh, true));
      } catch {
        say("No connection. This page tries again.");
      }
    }, Math.random() * spread);
  });
}
