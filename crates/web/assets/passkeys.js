// Passkeys: the browser asks the authenticator, and the form carries the answer. A form with `data-passkey` is shown only
// where this works; everything else on the page goes on without.
"use strict";

function fromBase64Url(text) {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}

function toBase64Url(buffer) {
  const text = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

// The options as the server writes them, with bytes where the browser wants bytes.
function readOptions(options) {
  const wanted = options.publicKey;
  wanted.challenge = fromBase64Url(wanted.challenge);
  if (wanted.user) wanted.user.id = fromBase64Url(wanted.user.id);
  for (const list of [wanted.allowCredentials, wanted.excludeCredentials]) {
    for (const credential of list ?? []) credential.id = fromBase64Url(credential.id);
  }
  return { publicKey: wanted };
}

// The answer as the server reads it: every buffer as text.
function writeAnswer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toBase64Url(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toBase64Url(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

// What the browser is asked: written on the page, or fetched when it is wanted.
async function fetchOptions(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const body = new URLSearchParams({ csrf: form.elements.csrf.value });
  const response = await fetch(form.dataset.ask, { method: "POST", body, redirect: "error" });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

function tell(form, trouble) {
  for (const place of form.querySelectorAll("[data-trouble]")) place.hidden = place.dataset.trouble !== trouble;
}

function servePasskeys(form) {
  const button = form.querySelector('button[type="submit"]');
  const origin = form.dataset.origin;
  form.hidden = false;
  for (const place of form.querySelectorAll("[data-origin-text]")) place.textContent = origin;
  if (!window.PublicKeyCredential) {
    button.disabled = true;
    tell(form, "unsupported");
    return;
  }
  // Passkeys belong to one address; under another one the browser would refuse.
  if (origin && new URL(origin).origin !== window.location.origin) {
    button.disabled = true;
    tell(form, "elsewhere");
    return;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    tell(form, "");
    try {
      const options = readOptions(await fetchOptions(form));
      const credential = await navigator.credentials[form.dataset.passkey](options);
      form.elements.answer.value = writeAnswer(credential);
      form.submit();
    } catch (error) {
      console.info("passkey:", error.name);
      tell(form, "failed");
      button.disabled = false;
    }
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) servePasskeys(form);
