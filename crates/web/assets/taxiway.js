// Comfort on top of pages that work without it: live progress, scanner entry, dropping a file.
"use strict";

// Live progress: the server sends the progress part of the page anew; at the end the page is loaded once more.
function followJob(section) {
  const source = new EventSource(section.dataset.events);
  source.addEventListener("progress", (event) => {
    const fresh = new DOMParser().parseFromString(event.data, "text/html").getElementById("job-progress");
    const shown = document.getElementById("job-progress");
    if (!fresh || !shown) return;
    shown.replaceWith(document.adoptNode(fresh));
    if (fresh.dataset.live !== "true") {
      source.close();
      window.location.reload();
    }
  });
  window.addEventListener("pagehide", () => source.close());
}

// Scanner entry: Enter moves to the next field, then to the next row, which is appended when there is none.
function serveScanner(table) {
  const body = table.tBodies[0];
  const carried = ["manufacturer", "model"];

  function appendRow() {
    const row = body.rows[0].cloneNode(true);
    for (const input of row.querySelectorAll("input")) {
      input.value = "";
      input.removeAttribute("value");
    }
    body.append(row);
    return row;
  }

  // Only a row with a device takes over what the row above says: one that merely waits must stay empty.
  function carryOver(row) {
    const above = row.previousElementSibling;
    const field = (of, name) => of.querySelector(`input[name="${name}"]`);
    if (!above || !(field(row, "serial_number").value || field(row, "product_key").value)) return;
    for (const name of carried) {
      if (!field(row, name).value) field(row, name).value = field(above, name).value;
    }
  }

  body.addEventListener("change", (event) => carryOver(event.target.closest("tr")));

  body.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    const row = event.target.closest("tr");
    carryOver(row);
    const fields = [...row.querySelectorAll("input")];
    const rest = fields.slice(fields.indexOf(event.target) + 1);
    const next = rest.find((field) => !field.value);
    // Serial number, manufacturer and model are there: the row is complete.
    const complete = fields.slice(0, 3).every((field) => field.value);
    if (next && !complete) {
      next.focus();
    } else {
      (row.nextElementSibling ?? appendRow()).querySelector("input").focus();
    }
  });
}

// Dropping a file onto the zone chooses it.
function serveDropzone(zone) {
  const input = zone.querySelector('input[type="file"]');
  const mark = (on) => zone.classList.toggle("dropzone-over", on);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  zone.addEventListener("dragleave", () => mark(false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer.files.length > 0) input.files = event.dataTransfer.files;
  });
}

// Copying what a field or another element holds: the button is of no use without the script, so the page hides it.
function serveCopying(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const source = document.getElementById(button.dataset.copy);
    if ("select" in source) source.select();
    navigator.clipboard.writeText(source.value ?? source.textContent);
  });
}

for (const button of document.querySelectorAll("[data-copy]")) serveCopying(button);
for (const section of document.querySelectorAll("[data-events]")) followJob(section);
for (const table of document.querySelectorAll("[data-scan]")) serveScanner(table);
for (const zone of document.querySelectorAll("[data-dropzone]")) serveDropzone(zone);
