// Sorting, filtering and paging of tables, and the evidence drawer. Everything is readable without it; it loads nothing
// but pages of this report, and stores nothing.
"use strict";

const order = new Intl.Collator(document.documentElement.lang);
const ROWS_AT_ONCE = 200;

// ---- tables ---------------------------------------------------------------------------------------------------------
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

// The rows of a table as they are sorted, filtered and shown: ROWS_AT_ONCE at a time.
class Rows {
  constructor(table) {
    this.table = table;
    this.all = Array.from(table.tBodies[0].rows);
    this.fits = () => true;
    this.page = 0;
    this.changed = [];
  }

  sort(column, direction) {
    const valued = this.all.map((row) => ({ row, value: cellValue(row, column) }));
    valued.sort((a, b) => compare(a.value, b.value, direction));
    this.all = valued.map((entry) => entry.row);
    this.table.tBodies[0].append(...this.all);
    this.show(0);
  }

  filter(fits) {
    this.fits = fits;
    this.show(0);
  }

  show(page) {
    this.page = page;
    let found = 0;
    for (const row of this.all) {
      const fits = this.fits(row);
      row.hidden = !fits;
      const shown = found >= page * ROWS_AT_ONCE && found < (page + 1) * ROWS_AT_ONCE;
      row.classList.toggle("off-page", fits && !shown);
      found += Number(fits);
    }
    this.found = found;
    for (const tell of this.changed) tell();
    this.table.dispatchEvent(new Event("rows-shown"));
  }
}

function makeSortable(table, rows) {
  const headings = table.tHead.rows[0].cells;
  for (const heading of headings) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = table.dataset.sortHint;
    button.append(...heading.childNodes);
    button.addEventListener("click", () => {
      const direction = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const other of headings) other.removeAttribute("aria-sort");
      heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
      rows.sort(heading.cellIndex, direction);
    });
    heading.append(button);
  }
}

// What a row can be filtered by: its own data-<key>, or that of its cells.
function valuesOf(row, key) {
  const values = Array.from(row.querySelectorAll(`[data-${key}]`), (cell) => cell.dataset[key]);
  return row.dataset[key] === undefined ? values : [row.dataset[key], ...values];
}

function makeFilter(table, rows) {
  const form = document.getElementById(table.dataset.filter).content.firstElementChild.cloneNode(true);
  const [name, output, selects] = [form.querySelector("input"), form.querySelector("output"), [...form.querySelectorAll("select")]];
  const known = new Map(
    rows.all.map((row) => [
      row,
      { text: (row.querySelector("th") || row).textContent.toLowerCase(), values: selects.map((one) => valuesOf(row, one.name)) },
    ]),
  );
  const apply = () => {
    const wanted = name.value.trim().toLowerCase();
    rows.filter((row) => {
      const { text, values } = known.get(row);
      return text.includes(wanted) && selects.every((one, place) => one.value === "" || values[place].includes(one.value));
    });
  };
  rows.changed.push(() => {
    output.textContent = output.dataset.text.replace("{shown}", rows.found).replace("{total}", rows.all.length);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  name.addEventListener("input", apply);
  for (const one of selects) one.addEventListener("change", apply);
  table.parentElement.before(form);
}

function makePager(table, rows) {
  if (rows.all.length <= ROWS_AT_ONCE) return;
  const pager = document.getElementById("table-pager").content.firstElementChild.cloneNode(true);
  const [back, on] = pager.querySelectorAll("button");
  const output = pager.querySelector("output");
  back.addEventListener("click", () => rows.show(rows.page - 1));
  on.addEventListener("click", () => rows.show(rows.page + 1));
  rows.changed.push(() => {
    const first = rows.page * ROWS_AT_ONCE;
    const last = Math.min(first + ROWS_AT_ONCE, rows.found);
    back.disabled = rows.page === 0;
    on.disabled = last >= rows.found;
    const values = { first: rows.found ? first + 1 : 0, last, total: rows.found };
    output.textContent = output.dataset.text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
  });
  table.parentElement.after(pager);
}

for (const table of document.querySelectorAll("table[data-sortable], table[data-filter]")) {
  const rows = new Rows(table);
  if (table.dataset.sortable !== undefined) makeSortable(table, rows);
  if (table.dataset.filter) makeFilter(table, rows);
  makePager(table, rows);
  rows.show(0);
}

// ---- the evidence drawer --------------------------------------------------------------------------------------------
const drawerPattern = document.getElementById("drawer");
if (drawerPattern && window.top === window.self) {
  const drawer = drawerPattern.content.firstElementChild.cloneNode(true);
  const [frame, whole, close] = [drawer.querySelector("iframe"), drawer.querySelector("a"), drawer.querySelector("button")];
  const title = drawer.querySelector("strong");
  document.body.append(drawer);
  close.addEventListener("click", () => drawer.close());
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer) drawer.close(); // the backdrop
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-drawer], table.matrix td a");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    whole.href = link.href;
    const row = link.closest("tr");
    title.textContent = row ? (row.querySelector("th bdi") || row.querySelector("th")).textContent : "";
    frame.contentWindow.location.replace(link.href); // no entry in the history: back leaves the page, not the drawer
    drawer.showModal();
  });
}

// Shown in a drawer, a page of evidence shows the one item asked for, and its links leave the drawer.
if (window.top !== window.self) {
  document.documentElement.classList.add("framed");
  const choose = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const item = target && target.closest("section.item");
    for (const one of document.querySelectorAll("section.item")) one.hidden = one !== item;
    if (target) target.scrollIntoView();
  };
  for (const link of document.querySelectorAll("a[href]")) {
    if (!link.getAttribute("href").startsWith("#")) link.target = "_top";
  }
  window.addEventListener("hashchange", choose);
  choose();
}
