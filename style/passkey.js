// Forms that ask a device for a passkey: <form data-passkey="add|confirm|sign-in" data-ask="/do/…" hidden>. The server hides them,
// because without this script they can do nothing; this shows them where the browser can make keys.
//
// A press asks our server what to ask the device, asks the device, and sends the form with its answer. What goes wrong on the
// device is said in the form's own words, which stand in its data-attributes.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// The options as JSON hold base64url where the browser wants bytes.
function opened(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const key of list ?? []) key.id = bytes(key.id);
  }
  return options;
}

function written({ id, rawId, type, response }) {
  const fields = ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"];
  const answer = Object.fromEntries(fields.filter((name) => name in response).map((name) => [name, text(response[name])]));
  return JSON.stringify({ id, rawId: text(rawId), type, response: answer });
}

async function ask(form) {
  const asked = await fetch(form.dataset.ask, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({ purpose: form.dataset.passkey }),
  });
  if (!asked.ok) throw new Error(`the server answers ${asked.status}`);
  const { token, options } = await asked.json();
  const publicKey = opened(options);
  const key = form.dataset.passkey === "add"
    ? await navigator.credentials.create({ publicKey })
    : await navigator.credentials.get({ publicKey });
  form.elements.token.value = token;
  form.elements.answer.value = written(key);
}

function complain(form, { name }) {
  const words = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known" }[name] ?? "failed";
  const place = form.querySelector("[role=alert]");
  place.textContent = form.dataset[words];
  place.hidden = false;
}

for (const words of document.querySelectorAll("[data-without-passkeys]")) words.hidden = Boolean(window.PublicKeyCredential);
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  let waiting = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (waiting) return;
    waiting = true;
    form.querySelector("[role=alert]").hidden = true;
    try {
      await ask(form);
      form.submit();
    } catch (problem) {
      complain(form, problem);
      console.warn("viche: no passkey.", problem);
    }
    waiting = false;
  });
}
