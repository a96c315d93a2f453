// Sorting of tables and filtering of the matrix. Everything is readable without it; it loads nothing and stores nothing.
"use strict";

const order = new Intl.Collator(document.documentElement.lang);

function cellValue(row, column) {
  const cell = row.cells[column];
  const text = cell.dataset.value !== undefined ? cell.dataset.value : cell.textContent.trim();
  const number = text === "" ? NaN : Number(text);
  return { text, number, missing: text === "" };
}

function compare(a, b, direction) {
  if (a.missing || b.missing) return Number(a.missing) - Number(b.missing); // not measured comes last, whichever way
  if (!Number.isNaN(a.number) && !Number.isNaN(b.number)) return direction * (a.number - b.number);
  return direction * order.compare(a.text, b.text);
}

function sortBy(table, heading) {
  const direction = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows, (row) => ({ row, value: cellValue(row, heading.cellIndex) }));
  rows.sort((a, b) => compare(a.value, b.value, direction));
  body.append(...rows.map((entry) => entry.row));
}

function makeSortable(table) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = table.dataset.sortHint;
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sortBy(table, heading));
    heading.append(button);
  }
}

function makeFilter(table) {
  const form = document.getElementById(table.dataset.filter).content.firstElementChild.cloneNode(true);
  const [name, level, output] = [form.querySelector("input"), form.querySelector("select"), form.querySelector("output")];
  const rows = Array.from(table.tBodies[0].rows, (row) => ({
    row,
    text: row.cells[0].textContent.toLowerCase(),
    levels: Array.from(row.querySelectorAll("[data-level]"), (cell) => cell.dataset.level),
  }));
  const apply = () => {
    const wanted = name.value.trim().toLowerCase();
    let shown = 0;
    for (const entry of rows) {
      const fits = entry.text.includes(wanted) && (level.value === "" || entry.levels.includes(level.value));
      entry.row.hidden = !fits;
      shown += Number(fits);
    }
    output.textContent = output.dataset.text.replace("{shown}", shown).replace("{total}", rows.length);
  };
  form.addEventListener("submit", (event) => event.preventDefault());
  name.addEventListener("input", apply);
  level.addEventListener("change", apply);
  table.parentElement.before(form);
  apply();
}

document.querySelectorAll("table[data-sortable]").forEach(makeSortable);
document.querySelectorAll("table[data-filter]").forEach(makeFilter);
